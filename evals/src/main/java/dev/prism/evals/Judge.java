package dev.prism.evals;

import dev.prism.exchange.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A model that scores exchanges by rubrics. Stateless; any thread may ask, and waits for the answer.
public final class Judge {
  private final String route;
  private final JudgeCall call;
  private final Map<String, Rubric> rubrics = new LinkedHashMap<>();
  private final JudgePrompt prompt;

  /// @param route that answers for the judge
  public Judge(String route, List<Rubric> rubrics, JudgeCall call) {
    this.route = route;
    this.call = call;
    rubrics.forEach(rubric -> this.rubrics.put(rubric.name(), rubric));
    prompt = new JudgePrompt(rubrics);
  }

  /// What came of one question.
  ///
  /// @param scores      that are believed
  /// @param rejected    marks that were not: of the wrong form, or with quotes that nobody said
  /// @param failed      whether no answer came
  /// @param picoDollars what it cost, -1 when that is not known
  public record Result(List<Score> scores, int rejected, boolean failed, long picoDollars) {
    public Result {
      scores = List.copyOf(scores);
    }
  }

  /// Scores one exchange.
  ///
  /// @param probability that it was to be scored
  public Result score(Reading reading, double probability) throws InterruptedException {
    JudgePrompt.Material material = JudgePrompt.Material.of(reading);
    JudgeCall.Reply reply;
    try {
      reply = call.ask(prompt.body(route, material));
    } catch (IOException e) {
      return new Result(List.of(), 0, true, 0);
    }
    if (reply.status() != 200) {
      return new Result(List.of(), 0, true, Math.max(0, reply.picoDollars()));
    }
    JudgeAnswer answer = JudgeAnswer.of(reply.body(), rubrics, material);
    String model = reply.model().isEmpty() ? route : reply.model();
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    List<Score> scores = new ArrayList<>();
    for (JudgeAnswer.Mark mark : answer.marks()) {
      scores.add(new Score(reading.trace().ids().traceId(), mark.rubric().name(), mark.value(),
          new Score.By(Score.Kind.JUDGE, model, JudgePrompt.version(mark.rubric())), probability,
          now, mark.reason().isEmpty() ? null : mark.reason(), mark.explanation()));
    }
    return new Result(scores, answer.rejected(), false, reply.picoDollars());
  }
}
