/// Density clustering (HDBSCAN) over weighted points, by itself: nothing here knows a trace.
///
/// [dev.prism.incident.cluster.hdbscan.Hdbscan] runs the steps in order: how dense it is around each point
/// (`CoreDistances`), the spanning tree of mutual reachability (`SpanningTree`), its merges (`Dendrogram`),
/// the merges that split a cluster in two of some size (`CondensedTree`), which of those clusters to keep
/// (`ExcessOfMass`), and how much each point belongs to each (`SoftMembership`). Equal points come as one
/// point with a weight; the result is the same as for so many points, but for divisions by zero.
///
/// Sources: Campello, Moulavi, Sander, "Density-Based Clustering Based on Hierarchical Density Estimates"
/// (2013); the soft membership follows what the Python package `hdbscan` computes for all points.
@NullMarked
package dev.prism.incident.cluster.hdbscan;

import org.jspecify.annotations.NullMarked;
