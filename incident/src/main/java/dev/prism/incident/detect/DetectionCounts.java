package dev.prism.incident.detect;

/// @param streams          remembered now
/// @param evicted          forgotten because there were too many
/// @param untrackedCohorts scores whose cohort was beyond its route's limit
/// @param sharedDrops      alarms that were no page: other models' routes had dropped as much
/// @param repeatedDrops    alarms that were no page: the provider's drop had been told for another route
public record DetectionCounts(
    int streams,
    long evicted,
    long untrackedCohorts,
    long sharedDrops,
    long repeatedDrops) {}
