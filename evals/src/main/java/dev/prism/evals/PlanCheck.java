package dev.prism.evals;

import dev.prism.exchange.Score;

/// How the conversation uses its tools: `tool_loop` when it makes one call with the same arguments three
/// times, `tool_error` when a tool that it used has failed. Silent where no tool was used.
public final class PlanCheck implements Scorer {
  @Override
  public Score.By by() {
    return Checks.BY;
  }

  @Override
  public void score(Reading reading, Scorecard card) {
    if (!reading.isAnswered() || reading.tools().isEmpty()) {
      return;
    }
    card.examined(Rubric.OPTIMAL_PLAN_EXECUTION);
    if (reading.repeatedCalls() >= 3) {
      card.found(Rubric.OPTIMAL_PLAN_EXECUTION, 2, "tool_loop");
    }
    if (reading.tools().containsValue("error")) {
      card.found(Rubric.OPTIMAL_PLAN_EXECUTION, 2, "tool_error");
    }
  }
}
