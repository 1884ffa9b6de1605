package dev.prism.incident.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The kinds of failures, from `taxonomy.yaml`: five categories, thirty subtypes. Order counts: of two
/// subtypes that fit a cluster the upper one is meant.
final class Taxonomy {
  private static final String FILE = "taxonomy.yaml";
  /// Of a cluster that nothing speaks for.
  private static final Subtype UNCLASSIFIED = new Subtype("unclassified", "unclassified",
      "Unclassified", List.of(), List.of(), List.of(),
      "Read the representatives side by side: no check, word or rubric says what they have in common.");
  private final List<Subtype> subtypes;

  Taxonomy(List<Subtype> subtypes) {
    this.subtypes = List.copyOf(subtypes);
  }

  /// The one that comes with the program.
  static Taxonomy standard() {
    try (InputStream in = Objects.requireNonNull(Taxonomy.class.getResourceAsStream(FILE))) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException if a member is missing or has the wrong form
  static Taxonomy read(InputStream in) {
    Object root = new Load(
        LoadSettings.builder().setLabel(FILE).setMaxAliasesForCollections(0).build())
        .loadFromInputStream(in);
    List<Subtype> subtypes = new ArrayList<>();
    for (Object category : list(map(root), "categories")) {
      String key = text(map(category), "key");
      for (Object subtype : list(map(category), "subtypes")) {
        Map<?, ?> it = map(subtype);
        subtypes.add(new Subtype(key, text(it, "key"), text(it, "title"), texts(it, "signatures"),
            texts(it, "terms"), texts(it, "rubrics"), text(it, "advice")));
      }
    }
    return new Taxonomy(subtypes);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(FILE + ": a mapping is wanted, not " + value);
  }

  private static List<?> list(Map<?, ?> map, String name) {
    Object value = map.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(FILE + ": " + name + " is a list");
  }

  private static List<String> texts(Map<?, ?> map, String name) {
    return list(map, name).stream().map(String::valueOf).toList();
  }

  private static String text(Map<?, ?> map, String name) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(FILE + ": " + name + " is missing or no text");
  }

  List<Subtype> subtypes() {
    return subtypes;
  }

  /// Of a cause among causes, 0 for the one that counts most.
  int rank(String signature) {
    for (int i = 0; i < subtypes.size(); i++) {
      if (subtypes.get(i).isSignature(signature)) {
        return i;
      }
    }
    return subtypes.size();
  }

  /// By the signature, else by the words of the members, else by the rubric that most of them fail, else
  /// unclassified.
  Subtype classify(ClusterDraft draft) {
    String signature = draft.signature();
    if (signature != null && rank(signature) < subtypes.size()) {
      return subtypes.get(rank(signature));
    }
    Subtype byWords = byWords(draft);
    return byWords != null ? byWords : byRubric(draft);
  }

  /// Words count when half of the members have one of them.
  private @Nullable Subtype byWords(ClusterDraft draft) {
    Map<Subtype, Integer> hits = new HashMap<>();
    for (FailingTrace trace : draft.members()) {
      String text = trace.text().toLowerCase(Locale.ROOT);
      for (Subtype subtype : subtypes) {
        if (subtype.terms().stream().anyMatch(text::contains)) {
          hits.merge(subtype, 1, Integer::sum);
        }
      }
    }
    Subtype best = null;
    int most = (draft.members().size() + 1) / 2 - 1;
    for (Subtype subtype : subtypes) {
      int count = hits.getOrDefault(subtype, 0);
      if (count > most) {
        most = count;
        best = subtype;
      }
    }
    return best;
  }

  private Subtype byRubric(ClusterDraft draft) {
    Subtype best = UNCLASSIFIED;
    long most = 0;
    for (Subtype subtype : subtypes) {
      long count = draft.members()
          .stream()
          .filter(trace -> subtype.rubrics().stream().anyMatch(trace.rubrics()::contains))
          .count();
      if (count > most) {
        most = count;
        best = subtype;
      }
    }
    return best;
  }
}
