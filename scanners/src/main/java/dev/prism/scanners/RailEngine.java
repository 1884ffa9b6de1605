package dev.prism.scanners;

import dev.prism.scanners.text.Lexicon;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rails, compiled: one automaton for the keywords of all their scanners, one reading of each segment.
/// Immutable; called by any thread. A change of rails is another engine.
public final class RailEngine {
  /// Texts longer than this are better scanned off the event loop.
  public static final int LONG_TEXT = 16_384;
  private static final ThreadLocal<Scan> SCRATCH = ThreadLocal.withInitial(Scan::new);

  private final List<Rail> rails;
  private final Lexicon lexicon;
  private final List<Scanner> scanners;
  /// By rail, by its scanners in order: which of `scanners` it is.
  private final List<List<Integer>> members;
  /// By stage: the scanners that its rails want.
  private final Map<Stage, BitSet> used = new EnumMap<>(Stage.class);

  private RailEngine(List<Rail> rails, Lexicon lexicon, List<Scanner> scanners,
      List<List<Integer>> members) {
    this.rails = List.copyOf(rails);
    this.lexicon = lexicon;
    this.scanners = scanners;
    this.members = List.copyOf(members);
    for (int r = 0; r < rails.size(); r++) {
      BitSet wanted = used.computeIfAbsent(rails.get(r).on(), _ -> new BitSet());
      members.get(r).forEach(wanted::set);
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
    return new RailEngine(rails, vocabulary.build(), List.copyOf(scanners), members);
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
    return used.containsKey(stage);
  }

  /// The rails of these names alone, in their order here; nothing is compiled again.
  public RailEngine only(Collection<String> names) {
    List<Rail> kept = new ArrayList<>();
    List<List<Integer>> keptMembers = new ArrayList<>();
    for (int r = 0; r < rails.size(); r++) {
      if (names.contains(rails.get(r).name())) {
        kept.add(rails.get(r));
        keptMembers.add(members.get(r));
      }
    }
    return new RailEngine(kept, lexicon, scanners, keptMembers);
  }

  /// Runs the rails of a stage over a text, on the calling thread, whatever its length.
  public RailReport check(Stage stage, ScanText text, ScanContext context) {
    RailCheck check = begin(stage, text, context);
    check.parts().forEach(Runnable::run);
    return check.report();
  }

  /// A check whose parts the caller runs where it wants.
  public RailCheck begin(Stage stage, ScanText text, ScanContext context) {
    return new RailCheck(this, stage, text, context);
  }

  /// A guard for one streamed reply.
  public StreamRail stream(ScanContext context) {
    return new StreamRail(this, context);
  }

  /// Whether a stream can only leave when all of it is there: one of its rails has a scanner that leaves
  /// the event loop, counts the votes of several scanners against each other, or redacts what only the
  /// whole text shows.
  public boolean holdsStreams() {
    for (int r = 0; r < rails.size(); r++) {
      Rail rail = rails.get(r);
      boolean weighs = rail.aggregation() != Aggregation.ANY && members.get(r).size() > 1;
      boolean redacts = rail.does() == Rail.Action.REDACT;
      if (rail.on() == Stage.OUTPUT && rail.acts()
          && (weighs || members.get(r)
              .stream()
              .anyMatch(s -> isSlow(s) || (redacts && !scanners.get(s).findsSpans())))) {
        return true;
      }
    }
    return false;
  }

  /// What the scanners with exact places find in a part of a streamed reply.
  Ballot ballot(String text, Segment.Kind kind, ScanContext context, boolean complete) {
    Ballot ballot = new Ballot(scanners.size());
    Scan scan = SCRATCH.get();
    scan.read(lexicon, text);
    Subject subject = new Subject(new Segment(text, kind, ""), scan, context, complete);
    ballot.start();
    for (int s = 0; s < scanners.size(); s++) {
      if (uses(Stage.OUTPUT, s) && scanners.get(s).findsSpans() && !isSlow(s)) {
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

  /// Whether an output rail has a scanner that judges a text as a whole, or leaves the event loop.
  public boolean judgesWhole() {
    for (int s = 0; s < scanners.size(); s++) {
      if (uses(Stage.OUTPUT, s) && (!scanners.get(s).findsSpans() || isSlow(s))) {
        return true;
      }
    }
    return false;
  }

  /// Lets scanners look at each segment of a text that the stage covers.
  ///
  /// @param slow false for all that run inline; otherwise the one that does not
  void scan(Stage stage, ScanText text, ScanContext context, Ballot ballot, int slow) {
    List<Segment> segments = text.segments();
    for (int i = 0; i < segments.size(); i++) {
      if (!stage.covers(segments.get(i))) {
        continue;
      }
      Scan scan = SCRATCH.get();
      scan.read(lexicon, segments.get(i).text());
      Subject subject = new Subject(segments.get(i), scan, context, true);
      ballot.start();
      for (int s = 0; s < scanners.size(); s++) {
        if (slow < 0 ? uses(stage, s) && !isSlow(s) : s == slow) {
          ballot.run(s, scanners.get(s), subject, i);
        }
      }
      if (scan.truncated()) {
        ballot.truncateAll();
      }
    }
  }

  boolean uses(Stage stage, int scanner) {
    BitSet wanted = used.get(stage);
    return wanted != null && wanted.get(scanner);
  }

  boolean isSlow(int scanner) {
    return !(scanners.get(scanner) instanceof InlineScanner);
  }

  int size() {
    return scanners.size();
  }

  List<Integer> membersOf(int rail) {
    return members.get(rail);
  }

  Scanner scanner(int index) {
    return scanners.get(index);
  }
}
