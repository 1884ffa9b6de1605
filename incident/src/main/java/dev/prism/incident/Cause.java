package dev.prism.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a signal says about its cause: which class it looks like, and by what it is told apart from other
/// trouble on the same route.
///
/// @param type      as far as one signal tells, null when it does not
/// @param rubric    that speaks against the answers, null for none
/// @param signature of the cause; empty when unknown, which fits any
record Cause(@Nullable IncidentClass type, @Nullable String rubric, String signature) {
  private static final Set<String> LEAKS = Set.of("pii", "secret", "secrets", "cross_tenant",
      "leakage", "canary", "foreign_chunk", "privacy");
  private static final Set<String> BROKEN = Set.of("refusal_broken", "jailbreak", "unsafe",
      "prompt_injection", "injected_instruction", "harmful", "guardrail_bypassed");
  private static final Set<String> UNGROUNDED = Set.of("ungrounded", "unsupported",
      "empty_retrieval", "number_mismatch", "entity_mismatch", "hallucination");
  private static final int KEY_DIGITS = 16;

  static Cause of(SignalNote note) {
    return new Cause(typeOf(note.rubric(), note.reason()), note.rubric(),
        note.kind().equals("score_drop") || note.kind().equals("escalation") ? "" : note.reason());
  }

  /// @param rubric its name, null for none
  /// @param reason the code of a check, or a cluster's subtype
  static @Nullable IncidentClass typeOf(@Nullable String rubric, String reason) {
    String code = reason.toLowerCase(Locale.ROOT).replace('-', '_');
    if (LEAKS.stream().anyMatch(code::startsWith)) {
      return IncidentClass.PII_LEAK;
    }
    if (BROKEN.stream().anyMatch(code::startsWith)) {
      return IncidentClass.JAILBREAK;
    }
    if (UNGROUNDED.stream().anyMatch(code::startsWith)) {
      return IncidentClass.HALLUCINATION;
    }
    return null;
  }

  /// Whether it looks like a leak or a broken refusal.
  boolean isDangerous() {
    return type == IncidentClass.PII_LEAK || type == IncidentClass.JAILBREAK;
  }

  /// Whether it looks like answers that nothing supports.
  boolean looksInvented() {
    return kin() == IncidentClass.HALLUCINATION;
  }

  /// Equal for the same trouble.
  String dedupKey(String route) {
    String family = type != null ? type.word() : String.valueOf(rubric);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest((route + "\n" + family + "\n" + signature).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, KEY_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The class that it looks like, by its rubric where nothing better is known.
  private @Nullable IncidentClass kin() {
    return type == null && "factual_grounding".equals(rubric) ? IncidentClass.HALLUCINATION : type;
  }

  /// Whether a new signal may belong to trouble that has been seen before on the same route. What the two
  /// know must agree; what one does not know fits. Two that know nothing in common do not.
  boolean fits(Cause other) {
    IncidentClass mine = kin();
    IncidentClass its = other.kin();
    boolean sameType = mine != null && mine == its;
    boolean sameRubric = rubric != null && rubric.equals(other.rubric);
    boolean contrary = mine != null && its != null && mine != its;
    boolean otherCause = !signature.isEmpty() && !other.signature.isEmpty()
        && !signature.equals(other.signature);
    return (sameType || sameRubric) && !contrary && !(otherCause && !sameType);
  }
}
