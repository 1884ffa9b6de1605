/// Failing traces that have something in common: which, since when, what sets them apart, what to do first.
///
/// [dev.prism.incident.cluster.Clustering] hears the scored side stream, keeps a bounded window of each route
/// and groups it on a thread of its own. A deterministic cause (`FailureSignature`) goes before any likeness
/// of texts; what has none is placed in a `TextSpace` fitted to the route's own traffic and grouped by
/// density. `ClusterLedger` carries the ids from run to run, `ContrastTable` compares failing with passing,
/// `Taxonomy` and `ClusterNames` give the words. [dev.prism.incident.cluster.Clusters] is what others read.
@NullMarked
package dev.prism.incident.cluster;

import org.jspecify.annotations.NullMarked;
