package dev.prism.providers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model takes, from `models.yaml` and never from a guess in code. The entry holds whose name is
/// the longest that the model's own name contains, so that dated names, ARNs and regional prefixes find it.
///
/// @param outputTokens the most tokens of an answer, 0 when that is unknown
/// @param temperature  whether `temperature`, `top_p` and `top_k` may be sent
/// @param oneSampler   whether only one of temperature and `top_p` may be sent
/// @param efforts      the efforts of reasoning that it knows, least first
/// @param budgetLeast  the least budget of reasoning in tokens, -1 when it takes none
/// @param toggle       whether reasoning is on unless it is switched off
public record ModelTraits(
    String name,
    long outputTokens,
    boolean temperature,
    boolean oneSampler,
    List<String> efforts,
    long budgetLeast,
    boolean toggle) {
  /// What holds for a model that is not listed.
  public static final ModelTraits UNKNOWN = new ModelTraits("", 0, true, false, List.of(), -1,
      false);
  private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high",
      "xhigh", "max");
  private static final List<ModelTraits> ALL = read();

  public ModelTraits {
    efforts = List.copyOf(efforts);
  }

  public static ModelTraits of(String model) {
    for (ModelTraits traits : ALL) {
      if (isNamed(model, traits.name())) {
        return traits;
      }
    }
    return UNKNOWN;
  }

  /// Whether the name stands in the model's at the start of a word.
  private static boolean isNamed(String model, String name) {
    int at = model.indexOf(name);
    return at == 0 || (at > 0 && !Character.isLetterOrDigit(model.charAt(at - 1)));
  }

  public boolean reasons() {
    return !efforts.isEmpty() || budgetLeast >= 0;
  }

  /// The effort that the model knows and that comes nearest to `wanted` from below, its least one else;
  /// null when it knows none.
  public @Nullable String effort(String wanted) {
    return nearest(efforts, wanted);
  }

  /// The effort among `efforts` that comes nearest to `wanted` from below, the least one else; null when
  /// there are none.
  ///
  /// @param efforts least first
  public static @Nullable String nearest(List<String> efforts, String wanted) {
    int rank = EFFORTS.indexOf(wanted);
    String nearest = null;
    for (String known : efforts) {
      if (nearest == null || EFFORTS.indexOf(known) <= rank) {
        nearest = known;
      }
    }
    return nearest;
  }

  private static List<ModelTraits> read() {
    try (InputStream in = ModelTraits.class.getResourceAsStream("models.yaml")) {
      if (in == null) {
        throw new IllegalStateException("models.yaml is not on the class path");
      }
      YamlSection file = YamlSection.read("models.yaml", in);
      List<ModelTraits> all = new ArrayList<>();
      for (String name : file.keys()) {
        all.add(of(name, file.section(name)));
      }
      all.sort(Comparator.comparingInt(traits -> -traits.name().length()));
      return List.copyOf(all);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static ModelTraits of(String name, YamlSection section) {
    return new ModelTraits(name, number(section, "output", 0),
        !"false".equals(section.text("temperature")), "true".equals(section.text("one-sampler")),
        section.texts("efforts"), number(section, "budget", -1),
        "true".equals(section.text("toggle")));
  }

  private static long number(YamlSection section, String key, long otherwise) {
    var number = section.number(key);
    return number == null ? otherwise : number.longValueExact();
  }
}
