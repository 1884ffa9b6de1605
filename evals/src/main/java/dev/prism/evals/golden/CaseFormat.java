package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Redaction;
import dev.prism.evals.golden.GoldenEntry.Source;
import dev.prism.evals.golden.GoldenEntry.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One case in another tool's form. A subclass says where that form has a place for conversation, context,
/// answer and assertions; the rest goes through its metadata.
abstract class CaseFormat {
  private static final String PRISM = "prism";
  private final String name;
  private final String metadataName;

  /// @param name         under which leftovers are kept
  /// @param metadataName what the form calls its metadata
  CaseFormat(String name, String metadataName) {
    this.name = name;
    this.metadataName = metadataName;
  }

  /// @throws IllegalArgumentException for the canonical form, which is no other tool's
  static CaseFormat of(GoldenFormat format) {
    return switch (format) {
      case PROMPTFOO -> new PromptfooCases();
      case OPENAI_EVALS -> new OpenAiSamples();
      case INSPECT -> new InspectSamples();
      case DEEPEVAL -> new DeepEvalGoldens();
      case PRISM -> throw new IllegalArgumentException("canonical");
    };
  }

  /// What a case says of the things that formats differ in.
  ///
  /// @param id null where the form has none
  record Body(
      @Nullable String id,
      List<Turn> input,
      List<String> context,
      @Nullable String target,
      List<Assertion> asserts,
      String description) {}

  /// Writes what the form has a place for, and puts the rest into `prism`.
  ///
  /// @param kept what an import left over; members that are taken out are not written again as they are
  abstract void write(GoldenEntry entry, ObjectNode form, ObjectNode prism, ObjectNode kept);

  /// Reads the same.
  ///
  /// @param kept for what has no place in the entry
  abstract Body read(Members form, Members prism, ObjectNode kept);

  final ObjectNode write(GoldenEntry entry) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    ObjectNode prism = JsonNodeFactory.instance.objectNode().put("id", entry.id());
    ObjectNode others = entry.metadata();
    ObjectNode kept = others.remove(name) instanceof ObjectNode object
        ? object
        : JsonNodeFactory.instance.objectNode();
    GoldenJson.about(prism, entry);
    write(entry, form, prism, kept);
    if (!others.isEmpty()) {
      prism.set("metadata", others);
    }
    ObjectNode metadata = kept.remove(metadataName) instanceof ObjectNode object
        ? object
        : JsonNodeFactory.instance.objectNode();
    metadata.set(PRISM, prism);
    kept.properties().forEach(member -> form.set(member.getKey(), member.getValue()));
    form.set(metadataName, metadata);
    return form;
  }

  final GoldenEntry read(Members form, ImportDefaults defaults) {
    String hash = GoldenJson.hash(form.rest().toString()).substring(0, 12);
    ObjectNode metadata = form.object(metadataName);
    boolean ours = metadata.has(PRISM);
    Members prism = ours
        ? Members.of(metadata.remove(PRISM))
        : Members.of(JsonNodeFactory.instance.objectNode());
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    Body body = read(form, prism, kept);
    form.rest().properties().forEach(member -> kept.set(member.getKey(), member.getValue()));
    if (!metadata.isEmpty()) {
      kept.set(metadataName, metadata);
    }
    String id = prism.textOr("id", body.id() == null ? "imported-" + hash : body.id());
    if (!GoldenEntry.isId(id)) {
      kept.put("id", id);
      id = "imported-" + hash;
    }
    return entry(id, body, prism, kept, defaults);
  }

  private GoldenEntry entry(String id, Body body, Members prism, ObjectNode kept,
      ImportDefaults defaults) {
    String addedAt = prism.text("added_at");
    String described = prism.text("description");
    ObjectNode metadata = prism.object("metadata");
    if (!kept.isEmpty()) {
      metadata.set(name, kept);
    }
    Source source = GoldenJson.source(prism.take("source"));
    Redaction redaction = GoldenJson.redaction(prism.textOr("redaction", "none"));
    GoldenEntry entry = new GoldenEntry(id, body.input(), body.context(), body.target(),
        body.asserts(), prism.textOr("route", defaults.route()), prism.text("class"),
        prism.text("rubric"),
        body.description().isEmpty() && described != null ? described : body.description(), source,
        redaction, addedAt == null ? defaults.addedAt() : GoldenJson.instant(addedAt),
        prism.textOr("added_by", defaults.addedBy()), metadata);
    prism.nothingElse();
    return entry;
  }

  /// A text of one line as it is; of a longer one the first line, the rest is kept.
  static String oneLine(@Nullable String text, String member, ObjectNode kept) {
    if (text == null || text.lines().count() <= 1) {
      return text == null ? "" : text;
    }
    kept.put(member, text);
    return text.lines().findFirst().orElse("");
  }
}
