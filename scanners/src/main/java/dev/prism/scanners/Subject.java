package dev.prism.scanners;

import dev.prism.scanners.text.Scan;

/// What a scanner looks at: a segment, the single reading of it that all scanners share, and the
/// exchange around it.
///
/// @param complete false within a stream, when more text may follow
public record Subject(Segment segment, Scan scan, ScanContext context, boolean complete) {}
