/// The judge that looks at one cluster with tools: once per cluster, in a bounded number of turns, for a bounded
/// price. It can only read: the traces of the cluster, span by span ([dev.prism.incident.cluster.judge.SpanTools]).
/// What it says is believed as far as its quotes stand in those spans letter by letter. Whatever a trace's text
/// asks for, there is nothing here that it could set off.
@NullMarked
package dev.prism.incident.cluster.judge;

import org.jspecify.annotations.NullMarked;
