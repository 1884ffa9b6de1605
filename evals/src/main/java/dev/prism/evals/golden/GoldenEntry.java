package dev.prism.evals.golden;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A representative case: what is asked, and what must hold of every answer.
///
/// @param id            unique in its set: lower case letters, digits and `. _ -`, 80 at most
/// @param input         the conversation to send, 1 to 200 turns
/// @param context       retrieved text that the answer should rest on, in its order
/// @param target        an answer that is right, null for none; assertions decide, not this
/// @param asserts       what must hold, at most 100
/// @param route         which serves the case
/// @param incidentClass `hallucination`, `jailbreak`, `drift` or `pii_leak`; null for a case of no incident
/// @param rubric        which dimension it is about, such as `factual_grounding`; null for none
/// @param description   one line, may be empty
/// @param source        where it comes from
/// @param redaction     what was done to its texts
/// @param addedAt       when
/// @param addedBy       who
/// @param metadata      whatever else a format that it was imported from says; members by format
public record GoldenEntry(
    String id,
    List<Turn> input,
    List<String> context,
    @Nullable String target,
    List<Assertion> asserts,
    String route,
    @Nullable String incidentClass,
    @Nullable String rubric,
    String description,
    Source source,
    Redaction redaction,
    Instant addedAt,
    String addedBy,
    ObjectNode metadata) {
  public static final Set<String> CLASSES = Set.of("hallucination", "jailbreak", "drift",
      "pii_leak");
  public static final String PII_LEAK = "pii_leak";
  static final int MOST_TURNS = 200;
  static final int MOST_ASSERTS = 100;
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");

  public GoldenEntry {
    input = List.copyOf(input);
    context = List.copyOf(context);
    asserts = List.copyOf(asserts);
    metadata = metadata.deepCopy();
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "id must be 1 to 80 lower case letters, digits, dots, dashes or underscores");
    }
    if (input.isEmpty() || input.size() > MOST_TURNS) {
      throw new IllegalArgumentException("input must have 1 to " + MOST_TURNS + " turns");
    }
    if (asserts.size() > MOST_ASSERTS) {
      throw new IllegalArgumentException("asserts must be at most " + MOST_ASSERTS);
    }
    if (route.isBlank()) {
      throw new IllegalArgumentException("route is missing");
    }
    if (incidentClass != null && !CLASSES.contains(incidentClass)) {
      throw new IllegalArgumentException(
          "class must be one of hallucination, jailbreak, drift, pii_leak");
    }
    if (PII_LEAK.equals(incidentClass) && redaction == Redaction.NONE) {
      throw new IllegalArgumentException(
          "redaction must be synthetic or masked for a case of the class pii_leak");
    }
    if (description.lines().count() > 1) {
      throw new IllegalArgumentException("description must be one line");
    }
    if (addedBy.isBlank()) {
      throw new IllegalArgumentException("added_by is missing");
    }
  }

  /// Whether an entry may be called so.
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// One message of a conversation.
  ///
  /// @param role `system`, `developer`, `user`, `assistant` or `tool`
  public record Turn(String role, String content) {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant",
        "tool");

    public Turn {
      if (!ROLES.contains(role)) {
        throw new IllegalArgumentException(
            "role must be one of system, developer, user, assistant, tool");
      }
    }

    public static Turn user(String content) {
      return new Turn("user", content);
    }
  }

  /// The ids of what the case was made of; null for what does not apply.
  ///
  /// @param promptVersion such as `refund@13`, that failed
  /// @param model         that failed
  public record Source(
      @Nullable String incident,
      @Nullable String trace,
      @Nullable String cluster,
      @Nullable String promptVersion,
      @Nullable String model) {
    public static final Source NONE = new Source(null, null, null, null, null);
  }

  /// `SYNTHETIC`: written to be like the case, with values reserved for examples. `MASKED`: the case, with
  /// placeholders for what scanners found. `NONE`: the case as it was, which held nothing of that kind.
  public enum Redaction {
    SYNTHETIC, MASKED, NONE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A case in its plainest form.
  public static GoldenEntry of(String id, String route, String question, List<Assertion> asserts,
      Instant addedAt, String addedBy) {
    return new GoldenEntry(id, List.of(Turn.user(question)), List.of(), null, asserts, route, null,
        null, "", Source.NONE, Redaction.NONE, addedAt, addedBy, noMetadata());
  }

  public static ObjectNode noMetadata() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public ObjectNode metadata() {
    return metadata.deepCopy();
  }

  public GoldenEntry labelled(@Nullable String failureClass, @Nullable String aboutRubric,
      String oneLine, Source from) {
    return new GoldenEntry(id, input, context, target, asserts, route, failureClass, aboutRubric,
        oneLine, from, redaction, addedAt, addedBy, metadata);
  }

  public GoldenEntry asking(List<Turn> turns, List<String> retrieved) {
    return new GoldenEntry(id, turns, retrieved, target, asserts, route, incidentClass, rubric,
        description, source, redaction, addedAt, addedBy, metadata);
  }

  public GoldenEntry expecting(@Nullable String answer, List<Assertion> must) {
    return new GoldenEntry(id, input, context, answer, must, route, incidentClass, rubric,
        description, source, redaction, addedAt, addedBy, metadata);
  }

  public GoldenEntry redacted(Redaction how) {
    return new GoldenEntry(id, input, context, target, asserts, route, incidentClass, rubric,
        description, source, how, addedAt, addedBy, metadata);
  }

  /// The last thing that the user says, else the last turn.
  public String question() {
    for (Turn turn : input.reversed()) {
      if (turn.role().equals("user")) {
        return turn.content();
      }
    }
    return input.getLast().content();
  }

  /// SHA-256 of the canonical form, 64 hex digits.
  public String sha256() {
    return GoldenJson.sha256(this);
  }
}
