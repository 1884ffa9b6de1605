package dev.prism.scanners;

/// A scanner that promises never to wait and never to work longer than the length of its text warrants,
/// whatever the text: short texts are given to it on the event loop itself. Every other scanner runs on
/// a thread of its own, under the deadline of its rails.
public interface InlineScanner extends Scanner {}
