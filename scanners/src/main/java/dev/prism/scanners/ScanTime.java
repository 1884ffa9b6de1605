package dev.prism.scanners;

/// How long a scanner took for one text, whatever it found.
public record ScanTime(String scanner, long nanos) {}
