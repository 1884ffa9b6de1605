package dev.prism.evals;

/// Whether an exchange carries retrieved text: it has no place for it, a place with nothing in it, or some.
public enum Retrieval {
  NONE, EMPTY, PRESENT
}
