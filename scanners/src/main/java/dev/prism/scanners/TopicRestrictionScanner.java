package dev.prism.scanners;

import dev.prism.scanners.text.Keywords;
import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps a conversation on allowed topics, or off denied ones: by words, by examples that a model is
/// trained on when the rail is compiled, or by a topic that ships with Prism.
///
/// Examples need counter-examples: with twenty of each expect to find a fifth of what is off topic, with
/// two hundred of each two thirds (at one false alarm in a hundred).
public final class TopicRestrictionScanner implements InlineScanner {
  /// Topics that ship with Prism: `banking` can be allowed, the others denied.
  static final Set<String> ALLOWABLE = Set.of("banking");
  static final Set<String> DENIABLE = Set.of("unsafe", "toxicity");

  private final Keywords words;
  private final List<Integer> models;

  TopicRestrictionScanner(Settings settings, Vocabulary vocabulary) {
    words = vocabulary.keywords(Objects.requireNonNull(settings.denyWords()), Vocabulary.Edge.WORD);
    List<Integer> judges = new ArrayList<>();
    for (String topic : Objects.requireNonNull(settings.allow())) {
      judges.add(vocabulary.model(shipped(topic, ALLOWABLE)));
    }
    for (String topic : Objects.requireNonNull(settings.deny())) {
      judges.add(vocabulary.model(shipped(topic, DENIABLE)));
    }
    List<String> on = Objects.requireNonNull(settings.onTopic());
    List<String> off = Objects.requireNonNull(settings.offTopic());
    if (!on.isEmpty() || !off.isEmpty()) {
      judges.add(vocabulary.model(ExampleModel.train(on, off)));
    }
    if (judges.isEmpty() && words.count() == 0) {
      throw new IllegalArgumentException("topic_restriction restricts nothing: set allow, deny, "
          + "deny-words, or on-topic and off-topic examples");
    }
    models = List.copyOf(judges);
  }

  private static NgramModel shipped(String topic, Set<String> known) {
    if (!known.contains(topic)) {
      throw new IllegalArgumentException(
          "topic '" + topic + "' does not ship with Prism here; there is "
              + String.join(", ", known) + ", or give examples");
    }
    return Models.load("topic_" + topic);
  }

  @Override
  public String name() {
    return "topic_restriction";
  }

  @Override
  public boolean findsSpans() {
    return false;
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    Scan scan = subject.scan();
    for (int v = 0; v < scan.views(); v++) {
      View view = scan.view(v);
      for (int h = 0; h < view.hits(words); h++) {
        findings.add(view, "denied_word", view.hitStart(words, h), view.hitEnd(words, h), 0.9);
      }
    }
    for (int model : models) {
      double score = scan.model(model).score(scan.margin(model));
      if (score >= Finding.FLAG) {
        findings.add(scan.written(), "topic", scan.windowStart(model), scan.windowEnd(model),
            score);
      }
    }
  }

  /// @param allow     topics of Prism's own outside of which a text is off topic; default none
  /// @param deny      topics of Prism's own that are denied; default `unsafe`, when nothing else is set
  /// @param denyWords words and phrases that are denied; default none
  /// @param onTopic   examples of what is allowed; default none
  /// @param offTopic  examples of what is not; default none
  public record Settings(
      @Nullable List<String> allow,
      @Nullable List<String> deny,
      @Nullable List<String> denyWords,
      @Nullable List<String> onTopic,
      @Nullable List<String> offTopic) {
    public Settings {
      boolean nothing = allow == null && deny == null && denyWords == null && onTopic == null
          && offTopic == null;
      allow = allow == null ? List.of() : List.copyOf(allow);
      deny = nothing ? List.of("unsafe") : deny == null ? List.of() : List.copyOf(deny);
      denyWords = denyWords == null ? List.of() : List.copyOf(denyWords);
      onTopic = onTopic == null ? List.of() : List.copyOf(onTopic);
      offTopic = offTopic == null ? List.of() : List.copyOf(offTopic);
      if (onTopic.isEmpty() != offTopic.isEmpty()) {
        throw new IllegalArgumentException("on-topic and off-topic examples are needed together");
      }
    }
  }

  /// Makes [TopicRestrictionScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "topic_restriction";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new TopicRestrictionScanner(settings, vocabulary);
    }
  }
}
