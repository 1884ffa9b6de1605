package dev.prism.routing;

/// A version of a prompt, ready to be put in.
///
/// @param version  `name@version`, as `x-prism-prompt-version` carries it
/// @param template its text
/// @param mode     what it does to the request's own leading system messages
public record Prompt(String version, PromptTemplate template, TargetSettings.PromptMode mode) {}
