package dev.prism.evals;

import java.io.IOException;

/// Asks the judge's model. May block, for the judge's timeout at most.
public interface JudgeCall {
  /// @param body a request of the OpenAI chat dialect
  /// @throws IOException if nothing came back in time
  Reply ask(String body) throws IOException, InterruptedException;

  /// @param status      the HTTP status
  /// @param model       the model that answered, empty when that is not known
  /// @param body        a response of the OpenAI chat dialect
  /// @param picoDollars what it cost, -1 when that is not known
  record Reply(int status, String model, String body, long picoDollars) {}
}
