package dev.prism.routing;

import dev.prism.exchange.GatewayError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Does with a serving what the data plane does with it: makes the calls, sets the timers, reports. The
/// upstream is a script per target; time is the rig's.
final class Drive {
  private final Rig rig;
  private final Map<String, Fate.Script> scripts = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /// A call that went out.
  record Sent(String target, Call.Reason reason, long atMillis) {}

  /// How a request ended.
  ///
  /// @param answeredBy null when it failed
  /// @param content    the targets whose content the client saw, in order
  record Ended(
      @Nullable String answeredBy,
      @Nullable GatewayError error,
      List<Sent> sent,
      List<String> content,
      Map<String, Long> cancelled,
      long tookMillis,
      ServingPlan plan) {
    List<String> targets() {
      return sent.stream().map(Sent::target).toList();
    }

    long sentTo(String target) {
      return sent.stream().filter(sent -> sent.target.equals(target)).count();
    }

    GatewayError refusal() {
      if (error == null) {
        throw new AssertionError("it did not fail");
      }
      return error;
    }
  }

  Drive(Rig rig) {
    this.rig = rig;
  }

  Drive on(String target, Fate.Script script) {
    scripts.put(target, script);
    return this;
  }

  Drive on(String target, Fate always) {
    return on(target, (_, _) -> always);
  }

  int calls(String target) {
    return counts.getOrDefault(target, 0);
  }

  Ended run(String route) {
    return run(rig.plan(route), 0);
  }

  Ended run(ServingPlan plan) {
    return run(plan, 0);
  }

  Ended run(ServingPlan plan, long clientTimeoutMillis) {
    Run run = new Run(plan, clientTimeoutMillis);
    run.go();
    return run.ended();
  }

  private record Event(long atMillis, long order, Runnable action) {}

  private final class Run {
    private final ServingPlan plan;
    private final Serving serving;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
        Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::order));
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> content = new ArrayList<>();
    private final Map<String, Long> cancelled = new HashMap<>();
    private final List<Call> open = new ArrayList<>();
    private final long startMillis = rig.millis();
    private @Nullable String answeredBy;
    private @Nullable GatewayError error;
    private long order;
    private boolean over;

    Run(ServingPlan plan, long clientTimeoutMillis) {
      this.plan = plan;
      serving = plan.start(clientTimeoutMillis);
    }

    void go() {
      at(serving.remainingMillis(), this::outOfTime);
      obey(serving.first());
      while (!over) {
        Event next = events.remove();
        rig.advanceTo(next.atMillis);
        next.action.run();
      }
      plan.copies().forEach(copy -> copy.done(null));
      serving.close().forEach(this::cancel);
    }

    private void outOfTime() {
      for (Call call : List.copyOf(open)) {
        fail(call, Fate.failure(Failure.Kind.TOTAL));
      }
      if (!over) {
        over = true;
        error = new GatewayError.ProviderFault(504, "upstream_timeout", "total");
      }
    }

    private void at(long inMillis, Runnable action) {
      events.add(new Event(rig.millis() + inMillis, order++, () -> {
        if (!over) {
          action.run();
        }
      }));
    }

    private void obey(Step step) {
      switch (step) {
        case Step.Start start -> start.calls().forEach(call -> {
          if (call.delayMillis() == 0) {
            send(call);
          } else {
            at(call.delayMillis(), () -> obey(serving.due(call)));
          }
        });
        case Step.Wait _ -> {
        }
        case Step.GiveUp gaveUp -> {
          over = true;
          error = gaveUp.error();
        }
      }
    }

    private void send(Call call) {
      String target = call.target().name();
      sent.add(new Sent(target, call.reason(), rig.millis() - startMillis));
      open.add(call);
      int nth = counts.merge(target, 1, Integer::sum);
      Fate.Script script = scripts.getOrDefault(target, (_, _) -> Fate.answers(100));
      play(call, script.of(nth, rig.millis()));
    }

    private void play(Call call, Fate fate) {
      switch (fate) {
        case Fate.Answers answers -> {
          at(answers.firstTokenMillis(), () -> content(call));
          at(answers.doneMillis(), () -> done(call, answers.firstTokenMillis()));
        }
        case Fate.Fails fails -> at(fails.afterMillis(), () -> fail(call, fails.failure()));
        case Fate.Breaks breaks -> {
          at(breaks.firstTokenMillis(), () -> content(call));
          at(breaks.afterMillis(), () -> fail(call, breaks.failure()));
        }
        case Fate.Hangs(Long first) when first != null -> {
          at(first, () -> content(call));
          at(first + plan.timeouts().idleMillis(),
              () -> fail(call, Fate.failure(Failure.Kind.IDLE)));
        }
        case Fate.Hangs _ -> at(plan.timeouts().firstTokenMillis(),
            () -> fail(call, Fate.failure(Failure.Kind.FIRST_TOKEN)));
      }
      if (!(fate instanceof Fate.Hangs)) {
        at(plan.timeouts().firstTokenMillis(), () -> {
          if (open.contains(call) && !content.contains(call.target().name())) {
            fail(call, Fate.failure(Failure.Kind.FIRST_TOKEN));
          }
        });
      }
    }

    private void content(Call call) {
      if (open.contains(call) && plan.onStreamBreak() != RouteSettings.StreamBreak.HOLD) {
        serving.commit(call).forEach(this::cancel);
        content.add(call.target().name());
      }
    }

    private void done(Call call, long firstTokenMillis) {
      if (open.contains(call)) {
        serving.commit(call).forEach(this::cancel);
        serving.answered(call, new Answer(firstTokenMillis));
        open.remove(call);
        answeredBy = call.target().name();
        over = true;
      }
    }

    private void fail(Call call, Failure failure) {
      if (open.remove(call)) {
        obey(serving.failed(call, failure));
      }
    }

    private void cancel(Call call) {
      if (open.remove(call)) {
        cancelled.put(call.target().name(), rig.millis() - startMillis);
      }
    }

    Ended ended() {
      return new Ended(answeredBy, error, List.copyOf(sent), List.copyOf(content),
          Map.copyOf(cancelled), rig.millis() - startMillis, plan);
    }
  }
}
