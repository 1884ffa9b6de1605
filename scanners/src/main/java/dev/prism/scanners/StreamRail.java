package dev.prism.scanners;

import dev.prism.exchange.RailVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Guards a streamed reply: takes the decoded text of each delta and says what of it may go out now.
/// One for each reply; used by one thread at a time.
public final class StreamRail {
  private final RailEngine engine;
  private final ScanContext context;
  private final Map<Field, StreamField> fields = new HashMap<>();
  private final Set<RailVerdict> entries = new LinkedHashSet<>();
  private final long[] nanos;

  StreamRail(RailEngine engine, ScanContext context) {
    this.engine = engine;
    this.context = context;
    nanos = new long[engine.size()];
  }

  /// Takes the next piece of a field.
  ///
  /// @param choice of the reply
  /// @param field  `content`, `reasoning`, `refusal`, `tool[0].arguments`: each has its own state
  public Release feed(int choice, String field, Segment.Kind kind, String delta) {
    return fields.computeIfAbsent(new Field(choice, field), f -> new StreamField(this, kind))
        .feed(delta);
  }

  /// The field is complete, for all that is known: what is held of it is decided and let go. Should more
  /// of it come, that is judged together with the text before it.
  public Release finish(int choice, String field) {
    StreamField state = fields.get(new Field(choice, field));
    return state == null ? Release.NOTHING : state.finish();
  }

  /// What was found so far, for the summary and the trace.
  public List<RailVerdict> entries() {
    return new ArrayList<>(entries);
  }

  /// How long each scanner has looked, in all.
  public List<ScanTime> times() {
    List<ScanTime> times = new ArrayList<>();
    for (int s = 0; s < nanos.length; s++) {
      if (nanos[s] > 0) {
        times.add(new ScanTime(engine.scanner(s).name(), nanos[s]));
      }
    }
    return times;
  }

  RailEngine engine() {
    return engine;
  }

  ScanContext context() {
    return context;
  }

  void note(List<RailVerdict> noted) {
    entries.addAll(noted);
  }

  void took(Ballot ballot) {
    for (int s = 0; s < nanos.length; s++) {
      nanos[s] += ballot.nanos(s);
    }
  }

  /// One stream of text within a reply.
  public record Field(int choice, String name) {}

  /// What may happen now.
  ///
  /// @param text    may go out, redactions made; often empty
  /// @param upTo    how much of the field, counted from its beginning, has been decided by now
  /// @param changed whether `text` is another than the field's own since the last release
  /// @param verdict `Block` when the stream must end here
  public record Release(String text, long upTo, boolean changed, Verdict verdict) {
    public static final Release NOTHING = new Release("", 0, false, new Verdict.Allow());
  }
}
