package dev.prism.server.it;

import java.util.List;

/// What an answer says, whatever its dialect: what a recording and what an official client of another
/// dialect must agree on.
///
/// @param calls      of tools in order, each as its name and its arguments as compact JSON
/// @param finish     `end`, `length`, `tools` or `filter`
/// @param prompt     all tokens that went in, -1 when the provider does not say
/// @param completion all tokens that came out
/// @param whole      false when the answer broke off or its provider reports a failure in it
record Answered(
    String text,
    List<String> calls,
    String finish,
    long prompt,
    long completion,
    boolean whole) {
  static final Answered BROKEN = new Answered("", List.of(), "", -1, -1, false);

  Answered {
    calls = List.copyOf(calls);
  }
}
