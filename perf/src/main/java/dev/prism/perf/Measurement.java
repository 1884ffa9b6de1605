package dev.prism.perf;

import dev.prism.perf.load.LoadReport;
import org.jspecify.annotations.Nullable;

/// One run of one work on one subject: one line of JSON.
///
/// @param round              from 1
/// @param load               what the generator met, or null of a start
/// @param cpuMicrosEach      CPU time of the subject for each good request, in microseconds
/// @param subjectBusy        share of one core that the subject took
/// @param othersBusy         share of one core that neither subject nor generator took
/// @param spoilt             whether others took so much that the run does not count
/// @param residentKilobytes  of the subject after the run
/// @param peakKilobytes      the subject's most so far
/// @param kilobytesEach      memory that each held stream took
/// @param settledKilobytes   of the subject some time after a burst
/// @param startMillis        from start to first reply
record Measurement(
    String subject,
    String work,
    int round,
    @Nullable LoadReport load,
    double cpuMicrosEach,
    double subjectBusy,
    double othersBusy,
    boolean spoilt,
    long residentKilobytes,
    long peakKilobytes,
    double kilobytesEach,
    long settledKilobytes,
    double startMillis) {}
