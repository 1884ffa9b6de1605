package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Redaction;
import dev.prism.evals.golden.GoldenEntry.Source;
import dev.prism.evals.golden.GoldenEntry.Turn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The canonical form of an entry: one line of JSON, its members in this order, what is absent left out, the
/// metadata's members sorted. So the same entry is always the same line, and its hash can be checked.
public final class GoldenJson {
  static final JsonMapper MAPPER = JsonMapper
      .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();
  private static final String SHA256 = "sha256";

  private GoldenJson() {}

  /// The line of an entry, without its end.
  public static String line(GoldenEntry entry) {
    return MAPPER.writeValueAsString(tree(entry));
  }

  /// With the hash.
  public static ObjectNode tree(GoldenEntry entry) {
    ObjectNode tree = unhashed(entry);
    tree.put(SHA256, hash(tree));
    return tree;
  }

  /// Reads a line.
  ///
  /// @throws IllegalArgumentException if it is no entry, saying what is wrong, or if its hash is another
  public static GoldenEntry read(String line) {
    try {
      return read(MAPPER.readTree(line));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// As [#read(String)].
  public static GoldenEntry read(JsonNode tree) {
    Members members = Members.of(tree);
    String hash = members.text(SHA256);
    GoldenEntry entry = entry(members);
    members.nothingElse();
    if (hash != null && !hash.equals(entry.sha256())) {
      throw new IllegalArgumentException("sha256 does not fit " + entry.id()
          + ": the entry has been changed by hand; take the member sha256 out to accept it");
    }
    return entry;
  }

  private static GoldenEntry entry(Members members) {
    return new GoldenEntry(members.need("id"), turns(members.take("input")),
        members.texts("context"), members.text("target"), asserts(members.take("asserts")),
        members.need("route"), members.text("class"), members.text("rubric"),
        members.textOr("description", ""), source(members.take("source")),
        redaction(members.textOr("redaction", "none")), instant(members.need("added_at")),
        members.need("added_by"), members.object("metadata"));
  }

  static List<Turn> turns(@Nullable JsonNode node) {
    if (!(node instanceof ArrayNode array)) {
      throw new IllegalArgumentException("input must be a list of messages");
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonNode each : array) {
      Members turn = Members.of(each);
      turns.add(new Turn(turn.need("role"), turn.need("content")));
      turn.nothingElse();
    }
    return turns;
  }

  static List<Assertion> asserts(@Nullable JsonNode node) {
    List<Assertion> asserts = new ArrayList<>();
    if (node instanceof ArrayNode array) {
      array.forEach(each -> asserts.add(AssertionJson.read(each)));
    } else if (node != null) {
      throw new IllegalArgumentException("asserts must be a list");
    }
    return asserts;
  }

  static Source source(@Nullable JsonNode node) {
    if (node == null) {
      return Source.NONE;
    }
    Members members = Members.of(node);
    Source source = new Source(members.text("incident"), members.text("trace"),
        members.text("cluster"), members.text("prompt_version"), members.text("model"));
    members.nothingElse();
    return source;
  }

  static Redaction redaction(String label) {
    for (Redaction each : Redaction.values()) {
      if (each.label().equals(label)) {
        return each;
      }
    }
    throw new IllegalArgumentException("redaction must be one of synthetic, masked, none");
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("added_at must be a time such as 2026-11-27T02:00:00Z", e);
    }
  }

  private static ObjectNode unhashed(GoldenEntry entry) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", entry.id());
    tree.set("input", turns(entry.input()));
    if (!entry.context().isEmpty()) {
      tree.set("context", texts(entry.context()));
    }
    put(tree, "target", entry.target());
    tree.set("asserts", asserts(entry.asserts()));
    about(tree, entry);
    if (!entry.metadata().isEmpty()) {
      tree.set("metadata", sorted(entry.metadata()));
    }
    return tree;
  }

  /// What no other format has a place for, but the assertions.
  static void about(ObjectNode tree, GoldenEntry entry) {
    tree.put("route", entry.route());
    put(tree, "class", entry.incidentClass());
    put(tree, "rubric", entry.rubric());
    if (!entry.description().isEmpty()) {
      tree.put("description", entry.description());
    }
    ObjectNode source = source(entry.source());
    if (!source.isEmpty()) {
      tree.set("source", source);
    }
    tree.put("redaction", entry.redaction().label());
    tree.put("added_at", entry.addedAt().toString());
    tree.put("added_by", entry.addedBy());
  }

  static ArrayNode turns(List<Turn> turns) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    turns
        .forEach(turn -> array.addObject().put("role", turn.role()).put("content", turn.content()));
    return array;
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static ArrayNode asserts(List<Assertion> asserts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    asserts.forEach(each -> array.add(AssertionJson.write(each)));
    return array;
  }

  private static ObjectNode source(Source source) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    put(tree, "incident", source.incident());
    put(tree, "trace", source.trace());
    put(tree, "cluster", source.cluster());
    put(tree, "prompt_version", source.promptVersion());
    put(tree, "model", source.model());
    return tree;
  }

  static void put(ObjectNode tree, String name, @Nullable String value) {
    if (value != null) {
      tree.put(name, value);
    }
  }

  /// The same value with the members of all its objects in alphabetical order.
  static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      members.forEach((name, value) -> copy.set(name, sorted(value)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(each -> copy.add(sorted(each)));
      return copy;
    }
    return node;
  }

  static String sha256(GoldenEntry entry) {
    return hash(unhashed(entry));
  }

  private static String hash(ObjectNode unhashed) {
    return hash(MAPPER.writeValueAsString(unhashed));
  }

  /// SHA-256 of a text's UTF-8 bytes, 64 hex digits.
  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
