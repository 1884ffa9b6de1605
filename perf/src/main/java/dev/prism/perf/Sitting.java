package dev.prism.perf;

import dev.prism.perf.load.Generator;
import dev.prism.perf.load.Load;
import dev.prism.perf.load.LoadReport;
import dev.prism.perf.load.Meter;
import dev.prism.perf.mock.Behaviour;
import dev.prism.perf.mock.MockUpstream;
import dev.prism.perf.peers.Place;
import dev.prism.perf.peers.Running;
import dev.prism.perf.peers.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One comparison from start to end: the subjects take turns within each round, so that a machine that
/// gets slower gets slower for all of them.
final class Sitting implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private final Plan plan;
  private final Consumer<Measurement> out;
  private final MockUpstream mock;
  private final Generator generator = new Generator();
  private final Map<Subject, Place> places = new LinkedHashMap<>();
  private final Map<String, String> failed = new LinkedHashMap<>();

  /// @param subjects that are installed
  /// @param out      takes each measurement as it is made
  Sitting(Plan plan, List<Subject> subjects, Consumer<Measurement> out)
      throws InterruptedException {
    this.plan = plan;
    this.out = out;
    mock = new MockUpstream(plan.firstPort());
    for (Subject subject : subjects) {
      places.put(subject, plan.place(subject, places.size() + 1));
    }
  }

  void run() throws InterruptedException {
    for (Work work : plan.works()) {
      if (work instanceof Work.Start) {
        starts(work);
      }
    }
    steady(plan.works()
        .stream()
        .filter(Work.Steady.class::isInstance)
        .map(Work.Steady.class::cast)
        .toList());
    for (Work work : plan.works()) {
      if (work instanceof Work.Alone alone) {
        alone(alone);
      }
    }
  }

  /// Subjects that did not start, and why; they take no further part.
  Map<String, String> failed() {
    return Map.copyOf(failed);
  }

  private void starts(Work work) throws InterruptedException {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Subject subject : List.copyOf(places.keySet())) {
        try (Running running = start(subject)) {
          if (running != null && running.hasProcess()) {
            out.accept(Measurements.ofStart(work, round, running));
          }
        }
      }
    }
  }

  private void steady(List<Work.Steady> works) throws InterruptedException {
    if (works.isEmpty()) {
      return;
    }
    List<Running> running = new ArrayList<>();
    try {
      for (Subject subject : List.copyOf(places.keySet())) {
        Running started = start(subject);
        if (started != null) {
          running.add(started);
        }
      }
      for (Running subject : running) {
        warm(subject, works);
      }
      for (Work.Steady work : works) {
        for (int round = 1; round <= plan.rounds(); round++) {
          for (Running subject : running) {
            measure(work, round, subject, running);
          }
        }
      }
    } finally {
      running.forEach(Running::close);
    }
  }

  /// Lets just-in-time compilers finish before anything counts: each kind of body once.
  private void warm(Running subject, List<Work.Steady> works) throws InterruptedException {
    Map<String, Work.Steady> kinds = new LinkedHashMap<>();
    works.forEach(work -> kinds.put(work.load().bodyBytes() + "/" + work.load().stream(), work));
    for (Work.Steady work : kinds.values()) {
      mock.behave(work.behaviour());
      Load load = new Load.Closed(64, work.load().bodyBytes(), work.load().stream(), Duration.ZERO,
          plan.warmup());
      generator.run(load, subject.destination(load.stream()), Meter.NONE);
    }
  }

  private void measure(Work.Steady work, int round, Running subject, List<Running> all)
      throws InterruptedException {
    mock.behave(work.behaviour());
    CpuWatch watch = new CpuWatch(subject, all);
    LoadReport report = generator.run(work.load(), subject.destination(work.load().stream()),
        watch);
    out.accept(Measurements.ofLoad(work, round, subject, report, watch));
  }

  private void alone(Work.Alone work) throws InterruptedException {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Subject subject : List.copyOf(places.keySet())) {
        try (Running running = start(subject)) {
          if (running != null) {
            out.accept(alone(work, round, running));
          }
        }
      }
    }
  }

  private Measurement alone(Work.Alone work, int round, Running subject)
      throws InterruptedException {
    boolean stream = work.load().stream();
    warm(subject, List.of(new Work.Steady(work.name(), work.load(), shortened(work))));
    long before = subject.residentKilobytes();
    mock.behave(work.behaviour());
    CpuWatch watch = new CpuWatch(subject, List.of(subject));
    LoadReport report = generator.run(work.load(), subject.destination(stream), watch);
    if (work.load() instanceof Load.Burst) {
      Thread.sleep(SETTLE);
    }
    return Measurements.ofAlone(work, round, subject, report, watch, before);
  }

  /// The same kind of reply at once, for warming up.
  private static Behaviour shortened(Work.Alone work) {
    return work.load().stream()
        ? new Behaviour.Stream(Duration.ZERO, 60, Duration.ZERO)
        : Behaviour.INSTANT;
  }

  /// Null when it does not start, which ends its part.
  private @Nullable Running start(Subject subject) throws InterruptedException {
    mock.behave(Behaviour.INSTANT);
    Place place = places.get(subject);
    if (place == null) {
      return null;
    }
    try {
      return Running.start(subject, place, plan.subjectCore());
    } catch (IOException silent) {
      places.remove(subject);
      failed.put(subject.name(), String.valueOf(silent.getMessage()));
      System.err.println(silent.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    generator.close();
    mock.close();
  }
}
