package dev.prism.scanners;

import dev.prism.scanners.text.Lexicon;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rails, compiled: one automaton for the keywords of all their scanners, one reading of each segment.
/// Immutable; called by any thread. A change of rails is another engine.
public final class RailEngine {
  /// Segments longer than this are better scanned off the event loop.
  public static final int LONG_TEXT = 16_384;
  private static final ThreadLocal<Scan> SCRATCH = ThreadLocal.withInitial(Scan::new);

  private final List<Rail> rails;
  private final Lexicon lexicon;
  private final List<Scanner> scanners;
  /// By rail, by its scanners in order: which of `scanners` it is.
  private final List<List<Integer>> members;
  private final boolean[] onOutput;

  private RailEngine(List<Rail> rails, Lexicon lexicon, List<Scanner> scanners,
      List<List<Integer>> members) {
    this.rails = rails;
    this.lexicon = lexicon;
    this.scanners = scanners;
    this.members = members;
    onOutput = new boolean[scanners.size()];
    for (int s = 0; s < onOutput.length; s++) {
      onOutput[s] = uses(Stage.OUTPUT, s);
    }
  }

  /// Compiles rails.
  ///
  /// @throws IllegalArgumentException when a rail names no scanner that there is, or its settings cannot
  ///                                  be used, saying which rail and why
  public static RailEngine compile(ScannerCatalog catalog, List<Rail> rails) {
    Vocabulary vocabulary = new Vocabulary();
    List<Scanner> scanners = new ArrayList<>();
    Map<Use, Integer> known = new HashMap<>();
    List<List<Integer>> members = new ArrayList<>();
    for (Rail rail : rails) {
      List<Integer> mine = new ArrayList<>();
      for (String name : rail.scanners()) {
        Use use = new Use(name, rail.settingsOf(name));
        Integer index = known.get(use);
        if (index == null) {
          index = scanners.size();
          scanners.add(create(catalog, rail, use, vocabulary));
          known.put(use, index);
        }
        mine.add(index);
      }
      members.add(List.copyOf(mine));
    }
    return new RailEngine(List.copyOf(rails), vocabulary.build(), List.copyOf(scanners),
        List.copyOf(members));
  }

  private record Use(String scanner, @Nullable Record settings) {}

  private static Scanner create(ScannerCatalog catalog, Rail rail, Use use, Vocabulary vocabulary) {
    try {
      return catalog.create(use.scanner(), use.settings(), vocabulary);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "rail " + rail.name() + ", scanner " + use.scanner() + ": " + e.getMessage(), e);
    }
  }

  public List<Rail> rails() {
    return rails;
  }

  /// Whether any rail stands there.
  public boolean guards(Stage stage) {
    return rails.stream().anyMatch(rail -> rail.on() == stage);
  }

  /// The same engine with every rail of a stage switched between watching and acting, and between the
  /// two thresholds; nothing is compiled again.
  public RailEngine tightened(Stage stage, boolean monitor, boolean strict) {
    List<Rail> changed = rails.stream()
        .map(rail -> rail.on() == stage ? rail.tightened(monitor, strict) : rail)
        .toList();
    return new RailEngine(changed, lexicon, scanners, members);
  }

  /// Runs the rails of a stage over a text, on the calling thread.
  public RailReport check(Stage stage, ScanText text, ScanContext context) {
    if (!guards(stage)) {
      return RailReport.NOTHING;
    }
    Ballot ballot = new Ballot(scanners.size());
    List<Segment> segments = text.segments();
    for (int i = 0; i < segments.size(); i++) {
      if (stage.covers(segments.get(i).kind())) {
        scan(stage, segments.get(i), i, context, ballot);
      }
    }
    if (!text.complete()) {
      ballot.truncateAll();
    }
    return ballot.isSilent()
        ? RailReport.NOTHING
        : new Decision(this, stage, text, context.placeholders()).of(ballot);
  }

  /// What the rails of a stage say when no answer came from them in time.
  ///
  /// @param why `timeout` or `error`
  public RailReport unanswered(Stage stage, String why) {
    Ballot ballot = new Ballot(scanners.size());
    ballot.failAll(why);
    return new Decision(this, stage, ScanText.NOTHING, new Placeholders(false)).of(ballot);
  }

  /// A guard for one streamed reply.
  public StreamRail stream(ScanContext context) {
    return new StreamRail(this, context);
  }

  /// What the scanners with exact places find in a part of a streamed reply.
  Ballot ballot(String text, Segment.Kind kind, ScanContext context, boolean complete) {
    Ballot ballot = new Ballot(scanners.size());
    Scan scan = SCRATCH.get();
    scan.read(lexicon, text);
    Subject subject = new Subject(new Segment(text, kind, ""), scan, context, complete);
    for (int s = 0; s < scanners.size(); s++) {
      if (onOutput[s] && scanners.get(s).findsSpans()) {
        ballot.run(s, scanners.get(s), subject, 0);
      }
    }
    return ballot;
  }

  RailReport decide(String text, Segment.Kind kind, ScanContext context, Ballot ballot) {
    return ballot.isSilent()
        ? RailReport.NOTHING
        : new Decision(this, Stage.OUTPUT, ScanText.of(text, kind), context.placeholders())
            .of(ballot);
  }

  /// Whether an output rail has a scanner that judges a text as a whole.
  boolean judgesWhole() {
    for (int s = 0; s < scanners.size(); s++) {
      if (onOutput[s] && !scanners.get(s).findsSpans()) {
        return true;
      }
    }
    return false;
  }

  /// What the scanners that judge a text as a whole say of a streamed reply at its end.
  RailReport wholeText(String text, Segment.Kind kind, ScanContext context) {
    Ballot ballot = new Ballot(scanners.size());
    Scan scan = SCRATCH.get();
    scan.read(lexicon, text);
    Subject subject = new Subject(new Segment(text, kind, ""), scan, context, true);
    for (int s = 0; s < scanners.size(); s++) {
      if (onOutput[s]) {
        ballot.run(s, scanners.get(s), subject, 0);
      }
    }
    return decide(text, kind, context, ballot);
  }

  private void scan(Stage stage, Segment segment, int place, ScanContext context, Ballot ballot) {
    Scan scan = SCRATCH.get();
    scan.read(lexicon, segment.text());
    Subject subject = new Subject(segment, scan, context, true);
    for (int s = 0; s < scanners.size(); s++) {
      if (uses(stage, s)) {
        ballot.run(s, scanners.get(s), subject, place);
      }
    }
    if (scan.truncated()) {
      ballot.truncateAll();
    }
  }

  private boolean uses(Stage stage, int scanner) {
    for (int r = 0; r < rails.size(); r++) {
      if (rails.get(r).on() == stage && members.get(r).contains(scanner)) {
        return true;
      }
    }
    return false;
  }

  List<Integer> membersOf(int rail) {
    return members.get(rail);
  }

  Scanner scanner(int index) {
    return Objects.requireNonNull(scanners.get(index));
  }
}
