package dev.prism.incident.cluster.judge;

import dev.prism.evals.JudgeCall;
import dev.prism.incident.FailureCluster;
import dev.prism.incident.cluster.ClusterSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Looks at one cluster with a model that may read its spans. Stateless; the caller waits, for so many turns
/// of the judge's timeout at most.
final class ClusterJudge {
  /// What a turn counts for whose price nobody knows: one cent.
  private static final long UNKNOWN_PRICE = 10_000_000_000L;
  private static final int MOST_CALLS = 8;

  private final String route;
  private final ClusterSettings.Judging settings;
  private final JudgeCall call;

  ClusterJudge(String route, ClusterSettings.Judging settings, JudgeCall call) {
    this.route = route;
    this.settings = settings;
    this.call = call;
  }

  /// How it ended.
  enum End {
    FOUND, NOT_BELIEVED, TURNS_SPENT, MONEY_SPENT, NO_ANSWER
  }

  /// @param finding only where it was found
  record Result(End end, Optional<ClusterFinding> finding, int turns, long picoDollars) {}

  Result judge(CaseFile file) throws InterruptedException {
    return new Session(file).run();
  }

  /// One cluster's conversation.
  private final class Session {
    private final FailureCluster cluster;
    private final SpanTools tools;
    private final FindingReader reader;
    private final JudgeTalk talk;
    private int turns;
    private long spent;
    private boolean insisted;

    Session(CaseFile file) {
      cluster = file.cluster();
      tools = new SpanTools(file);
      reader = new FindingReader(file);
      talk = new JudgeTalk(route, cluster);
    }

    Result run() throws InterruptedException {
      while (turns < settings.turns()) {
        if (spent >= settings.picoPerCluster()) {
          return end(End.MONEY_SPENT);
        }
        turns++;
        JudgeCall.Reply reply;
        try {
          reply = call.ask(talk.body(turns == settings.turns()));
        } catch (IOException _) {
          return end(End.NO_ANSWER);
        }
        spent += reply.picoDollars() < 0 ? UNKNOWN_PRICE : reply.picoDollars();
        if (reply.status() != 200) {
          return end(End.NO_ANSWER);
        }
        Optional<Result> result = take(reply);
        if (result.isPresent()) {
          return result.get();
        }
      }
      return end(End.TURNS_SPENT);
    }

    /// Empty while it goes on.
    private Optional<Result> take(JudgeCall.Reply reply) {
      JsonNode message = message(reply.body());
      if (!message.path("tool_calls").isEmpty()) {
        use(message.path("tool_calls"));
        return Optional.empty();
      }
      Optional<FindingReader.Checked> checked = reader.read(message.path("content").asString(""));
      if (checked.isPresent()) {
        FindingReader.Checked it = checked.get();
        String judge = reply.model().isEmpty() ? route : reply.model();
        return Optional
            .of(new Result(End.FOUND, Optional.of(new ClusterFinding(cluster.id(), it.fix(),
                it.quotes(), it.scores(), judge, turns, spent, it.rejected())), turns, spent));
      }
      if (insisted) {
        return Optional.of(end(End.NOT_BELIEVED));
      }
      insisted = true;
      talk.insist("That was not the JSON object that is wanted, or none of its quotes stands in the"
          + " span that it names. Read the span again and answer once more.");
      return Optional.empty();
    }

    private void use(JsonNode calls) {
      List<JsonNode> answered = new ArrayList<>();
      for (JsonNode one : calls) {
        if (answered.size() < MOST_CALLS) {
          answered.add(one);
        }
      }
      talk.said(answered);
      for (JsonNode one : answered) {
        talk.answer(one.path("id").asString(""),
            tools.call(one.path("function").path("name").asString(""),
                arguments(one.path("function").path("arguments").asString("{}"))));
      }
    }

    private Result end(End end) {
      return new Result(end, Optional.empty(), turns, spent);
    }
  }

  private static JsonNode message(String body) {
    return tree(body).path("choices").path(0).path("message");
  }

  private static JsonNode arguments(String text) {
    return tree(text);
  }

  private static JsonNode tree(String text) {
    try {
      return JudgeTalk.JSON.readTree(text);
    } catch (JacksonException _) {
      return JudgeTalk.JSON.createObjectNode();
    }
  }
}
