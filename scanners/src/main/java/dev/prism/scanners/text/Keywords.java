package dev.prism.scanners.text;

/// A scanner's handle on the keywords that it registered: [View] gives the hits by it.
///
/// @param slot  its number in the lexicon
/// @param count how many keywords it has; they are numbered from 0 in the order of registration
public record Keywords(int slot, int count) {}
