package dev.prism.scanners;

import dev.prism.exchange.RailVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the ballot of a text into the report of a stage: each rail counts its own scanners' votes, and
/// the hardest outcome of all rails holds.
final class Decision {
  private final RailEngine engine;
  private final Stage stage;
  private final ScanText text;
  private final Placeholders placeholders;
  private final List<RailVerdict> entries = new ArrayList<>();
  private final List<Finding> counted = new ArrayList<>();
  private final List<Finding> toRedact = new ArrayList<>();
  private Verdict.@Nullable Block block;
  private Verdict.@Nullable FailOpen failOpen;

  Decision(RailEngine engine, Stage stage, ScanText text, Placeholders placeholders) {
    this.engine = engine;
    this.stage = stage;
    this.text = text;
    this.placeholders = placeholders;
  }

  RailReport of(Ballot ballot) {
    for (int r = 0; r < engine.rails().size(); r++) {
      Rail rail = engine.rails().get(r);
      if (rail.on() == stage) {
        decide(rail, engine.membersOf(r), ballot);
      }
    }
    return new RailReport(verdict(), entries, counted, ballot.truncated(), List.of());
  }

  private Verdict verdict() {
    if (block != null) {
      return block;
    }
    List<Verdict.Edit> edits = Edits.of(toRedact, text, placeholders);
    if (failOpen != null) {
      return new Verdict.FailOpen(failOpen.rail(), failOpen.scanner(), failOpen.why(), edits);
    }
    return edits.isEmpty() ? new Verdict.Allow() : new Verdict.Redact(edits);
  }

  private void decide(Rail rail, List<Integer> members, Ballot ballot) {
    Aggregation.Tally tally = Aggregation.Tally.EMPTY;
    boolean vetoed = false;
    for (int member : members) {
      if (ballot.voted(member)) {
        boolean fails = fails(rail, member, ballot);
        tally = tally.vote(fails, rail.weightOf(engine.scanner(member).name()));
        vetoed |= rail.vetoes() && hasCertain(rail, ballot.by(member));
      }
    }
    boolean fires = vetoed || rail.aggregation().fires(tally, rail.share());
    for (int member : members) {
      record(rail, member, ballot, fires);
    }
    if (ballot.truncated() && !fires) {
      truncated(rail);
    }
  }

  private static boolean fails(Rail rail, int member, Ballot ballot) {
    if (ballot.failure(member) != null) {
      return rail.failsClosed();
    }
    return ballot.by(member).stream().anyMatch(f -> f.score() >= rail.votesFrom());
  }

  private static boolean hasCertain(Rail rail, List<Finding> findings) {
    return findings.stream().anyMatch(f -> f.certain() && f.score() >= rail.votesFrom());
  }

  private void record(Rail rail, int member, Ballot ballot, boolean fires) {
    String scanner = engine.scanner(member).name();
    String failure = ballot.failure(member);
    long micros = ballot.micros(member);
    if (failure != null) {
      recordFailure(rail, scanner, failure, micros, fires);
      return;
    }
    List<Finding> flagged = ballot.by(member)
        .stream()
        .filter(f -> f.score() >= Finding.FLAG)
        .toList();
    if (flagged.isEmpty()) {
      return;
    }
    counted.addAll(flagged);
    Finding best = strongest(flagged);
    boolean acts = fires && !rail.watchesOnly() && best.score() >= rail.votesFrom();
    String action = acts ? label(rail.does()) : "flag";
    entries.add(new RailVerdict(stage.label(), scanner, action, best.type(), best.score(), micros,
        best.hash()));
    if (acts) {
      act(rail, scanner, best.type(),
          flagged.stream().filter(f -> f.score() >= rail.votesFrom()).toList());
    }
  }

  private void recordFailure(Rail rail, String scanner, String failure, long micros,
      boolean fires) {
    boolean acts = fires && rail.failsClosed() && !rail.watchesOnly();
    entries.add(
        new RailVerdict(stage.label(), scanner, acts ? "block" : "fail_open", failure, 1, micros));
    if (acts) {
      block = block == null ? new Verdict.Block(rail.name(), scanner, failure) : block;
    } else if (failOpen == null) {
      failOpen = new Verdict.FailOpen(rail.name(), scanner, failure, List.of());
    }
  }

  /// Does what the rail does when it fires. What cannot be redacted, because it has no place in the text,
  /// is blocked.
  private void act(Rail rail, String scanner, String rule, List<Finding> findings) {
    if (rail.watchesOnly()) {
      return;
    }
    switch (rail.does()) {
      case FLAG -> {
      }
      case REDACT -> {
        if (findings.isEmpty()) {
          block = block == null ? new Verdict.Block(rail.name(), scanner, rule) : block;
        }
        toRedact.addAll(findings);
      }
      case BLOCK -> block = block == null ? new Verdict.Block(rail.name(), scanner, rule) : block;
    }
  }

  /// Not all of the text was read: that is a failure to see, and votes like one.
  private void truncated(Rail rail) {
    boolean stops = rail.failsClosed() && rail.acts();
    String action = stops ? "block" : rail.failsClosed() ? "flag" : "fail_open";
    entries.add(new RailVerdict(stage.label(), "engine", action, "truncated", 1, 0));
    if (stops) {
      act(rail, "engine", "truncated", List.of());
    }
  }

  private static Finding strongest(List<Finding> findings) {
    Finding best = findings.getFirst();
    for (Finding finding : findings) {
      if (finding.score() > best.score()) {
        best = finding;
      }
    }
    return best;
  }

  private static String label(Rail.Action action) {
    return switch (action) {
      case BLOCK -> "block";
      case REDACT -> "redact";
      case FLAG -> "flag";
    };
  }
}
