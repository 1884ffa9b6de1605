package dev.prism.incident;

/// What kind of change ends the trouble; which ones fit follows from the evaluation's outcome.
public enum FixKind {
  PROMPT_ROLLBACK, RUBRIC_TIGHTEN, NEW_TEMPLATE, RE_INDEX, DATA_FIX
}
