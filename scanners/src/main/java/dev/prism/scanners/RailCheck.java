package dev.prism.scanners;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// One check of one text by the rails of a stage, in parts that may run on any thread, side by side: all
/// scanners that run inline are one part, each other scanner is another. [#report] counts the parts that
/// have come to an end by then; the scanners of the others have failed.
public final class RailCheck {
  private final RailEngine engine;
  private final Stage stage;
  private final ScanText text;
  private final ScanContext context;
  /// Of each part, -1 for the inline ones together.
  private final List<Integer> slow = new ArrayList<>();
  private final AtomicReferenceArray<Ballot> ballots;

  RailCheck(RailEngine engine, Stage stage, ScanText text, ScanContext context) {
    this.engine = engine;
    this.stage = stage;
    this.text = text;
    this.context = context;
    boolean inline = false;
    for (int s = 0; s < engine.size(); s++) {
      if (engine.uses(stage, s) && engine.isSlow(s)) {
        slow.add(s);
      } else {
        inline |= engine.uses(stage, s);
      }
    }
    if (inline) {
      slow.addFirst(-1);
    }
    ballots = new AtomicReferenceArray<>(slow.size());
  }

  /// Whether it may run on an event loop: nothing in it can wait, and the text is short.
  public boolean isImmediate() {
    return slow.stream().allMatch(s -> s < 0) && text.length() <= RailEngine.LONG_TEXT;
  }

  /// What has to run. Each part runs once and throws nothing.
  public List<Runnable> parts() {
    List<Runnable> parts = new ArrayList<>();
    for (int i = 0; i < slow.size(); i++) {
      int part = i;
      parts.add(() -> {
        Ballot ballot = new Ballot(engine.size());
        engine.scan(stage, text, context, ballot, slow.get(part));
        ballots.set(part, ballot);
      });
    }
    return parts;
  }

  /// What the rails say, given what has been found until now.
  public RailReport report() {
    return report("timeout");
  }

  /// As [#report()].
  ///
  /// @param missing why parts that have not ended are missing: `timeout`, `overloaded`
  public RailReport report(String missing) {
    Ballot all = new Ballot(engine.size());
    for (int part = 0; part < slow.size(); part++) {
      Ballot ballot = ballots.get(part);
      if (ballot != null) {
        all.add(ballot);
      } else {
        fail(all, slow.get(part), missing);
      }
    }
    if (!text.complete()) {
      all.truncateAll();
    }
    List<ScanTime> times = all.times(engine);
    return all.isSilent()
        ? RailReport.clean(times)
        : new Decision(engine, stage, text, context.placeholders()).of(all).timed(times);
  }

  private void fail(Ballot all, int scanner, String why) {
    for (int s = 0; s < engine.size(); s++) {
      boolean mine = scanner < 0 ? engine.uses(stage, s) && !engine.isSlow(s) : s == scanner;
      if (mine) {
        all.fail(s, why);
      }
    }
  }
}
