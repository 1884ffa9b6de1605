package dev.prism.incident;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that says an incident may have begun, or goes on.
public sealed interface Signal {
  String route();

  /// When it was noticed, milliseconds since the epoch.
  long atMillis();

  /// Failing exchanges that show it, worst first; may be empty.
  List<String> traceIds();

  /// Takes signals; called by the thread that noticed, which it must not hold for long.
  interface Listener {
    void signal(Signal signal);
  }

  /// A stream's scores have dropped.
  ///
  /// @param detector    which one, such as `e-sr`
  /// @param onsetMillis when the drop seems to have begun
  /// @param drop        in points of 0 to 100, above 0 for worse
  /// @param dropLow     lower end of its 95 % interval
  /// @param dropHigh    upper end
  /// @param baseline    mean before, 0 to 100
  /// @param scored      scores since the onset
  /// @param commonMode  the same drop on most routes of this model: the provider's doing
  record ScoreDrop(
      StreamKey stream,
      String detector,
      long atMillis,
      long onsetMillis,
      double drop,
      double dropLow,
      double dropHigh,
      double baseline,
      long scored,
      boolean commonMode,
      List<String> traceIds) implements Signal {
    public ScoreDrop {
      traceIds = List.copyOf(traceIds);
    }

    @Override
    public String route() {
      return stream.route();
    }
  }

  /// A deterministic check's rate has risen, or a single confirmed finding is enough (a leak).
  ///
  /// @param reason   the code of the check, such as `empty`, `pii`, `cross_tenant`, `refusal_broken`
  /// @param failing  exchanges with it since the onset
  /// @param of       exchanges since the onset
  /// @param baseline rate before, 0 to 1
  record CheckFailing(
      StreamKey stream,
      String reason,
      long atMillis,
      long onsetMillis,
      long failing,
      long of,
      double baseline,
      List<String> traceIds) implements Signal {
    public CheckFailing {
      traceIds = List.copyOf(traceIds);
    }

    @Override
    public String route() {
      return stream.route();
    }
  }

  /// Failing exchanges have formed a cluster, or one has grown.
  record Clustered(FailureCluster cluster, long atMillis) implements Signal {
    @Override
    public String route() {
      return cluster.route();
    }

    @Override
    public List<String> traceIds() {
      return cluster.representatives();
    }
  }

  /// A customer complained.
  ///
  /// @param route    of the session's newest exchange
  /// @param tag      of the ticket, such as `model-output`
  /// @param ticket   its id in the customer's system, null for none
  /// @param traceIds the session's exchanges
  /// @param facts    whatever else the ticket says, short strings
  record Escalation(
      String route,
      String sessionId,
      String tag,
      @Nullable String ticket,
      long atMillis,
      List<String> traceIds,
      Map<String, String> facts) implements Signal {
    public Escalation {
      traceIds = List.copyOf(traceIds);
      facts = Map.copyOf(facts);
    }
  }

  /// The judge has changed, not the model: nothing to contain, but scores before and after do not compare.
  ///
  /// @param shift in points of 0 to 100, new minus old on the same answers
  record JudgeChanged(
      StreamKey stream,
      String previousJudge,
      double shift,
      long rejudged,
      long atMillis) implements Signal {
    @Override
    public String route() {
      return stream.route();
    }

    @Override
    public List<String> traceIds() {
      return List.of();
    }
  }
}
