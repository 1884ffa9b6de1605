package dev.prism.evals.golden;

import dev.prism.evals.EvalSettings;
import dev.prism.evals.Evidence;
import dev.prism.evals.Judge;
import dev.prism.evals.JudgeCall;
import dev.prism.evals.JudgeSettings;
import dev.prism.evals.Reading;
import dev.prism.evals.Rubric;
import dev.prism.evals.Scoring;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Grades by the rubrics of live traffic: the checks and local scorers that see all of it, and the judge where
/// the config has one. The worst score counts, as it does live.
public final class LiveRubrics implements RubricScorer {
  private final Map<String, Rubric> rubrics;
  private final Scoring local;
  private final @Nullable Judge judge;
  private final List<String> judged;
  private final String name;

  /// @param call asks the judge's model; null for no judge, whatever the settings say
  public LiveRubrics(EvalSettings settings, @Nullable JudgeCall call) {
    rubrics = settings.allRubrics();
    local = Scoring.of(settings.checks());
    JudgeSettings asked = call == null ? null : settings.judge();
    judged = asked == null
        ? List.of()
        : asked.rubrics().stream().filter(rubrics::containsKey).toList();
    judge = asked == null || call == null
        ? null
        : new Judge(asked.route(), judged.stream().map(rubrics::get).toList(), call);
    name = name(asked);
  }

  /// Changes with every version that a score depends on.
  private String name(@Nullable JudgeSettings asked) {
    String versions = local.scorers()
        .stream()
        .map(scorer -> scorer.by().key())
        .sorted()
        .collect(Collectors.joining(","))
        + new TreeMap<>(rubrics).values().stream().map(Rubric::version).toList();
    String hash = GoldenJson.hash(versions).substring(0, 12);
    return asked == null ? "local@" + hash : asked.route() + "+local@" + hash;
  }

  @Override
  public String judge() {
    return name;
  }

  @Override
  public boolean knows(String rubric) {
    return rubrics.containsKey(rubric);
  }

  @Override
  public double score(String rubric, GoldenEntry entry, String output)
      throws IOException, InterruptedException {
    Reading reading = reading(entry, output);
    List<Score> scores = new ArrayList<>();
    synchronized (local) {
      scores.addAll(local.score(reading, 0));
    }
    if (judge != null && judged.contains(rubric)) {
      Judge.Result result = judge.score(reading(entry, output), 1);
      if (result.failed()) {
        throw new IOException("no answer");
      }
      scores.addAll(result.scores());
    }
    OptionalDouble worst = scores.stream()
        .filter(score -> score.rubric().equals(rubric))
        .mapToDouble(Score::value)
        .min();
    if (worst.isEmpty()) {
      throw new IOException("nobody here scores " + rubric + ": configure evals.judge");
    }
    return worst.getAsDouble();
  }

  /// The case and its answer as an exchange of live traffic.
  private static Reading reading(GoldenEntry entry, String output) {
    ObjectNode request = GoldenEntry.noMetadata().put("model", entry.route());
    request.set("messages", GoldenJson.turns(entry.input()));
    String id = GoldenJson.hash(entry.sha256() + output).substring(0, 32);
    TraceRecord trace = new TraceRecord(new TraceRecord.Ids(id, id.substring(0, 16), null, id),
        new TraceRecord.Caller("golden-set", null, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, entry.route(), false, 0),
        new TraceRecord.Served(entry.route(), 0, "primary", "golden", "golden", "golden", null,
            false, null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", -1, 0),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(),
        new TraceRecord.Texts(TraceText.of(request.toString()), output, false));
    return Reading.of(trace,
        new Evidence(entry.context(), List.of(), Map.of(), !entry.context().isEmpty()));
  }
}
