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

  StreamRail(RailEngine engine, ScanContext context) {
    this.engine = engine;
    this.context = context;
  }

  /// Takes the next piece of a field.
  ///
  /// @param choice of the reply
  /// @param field  `content`, `reasoning`, `refusal`, `tool[0].arguments`: each has its own state
  public Release feed(int choice, String field, Segment.Kind kind, String delta) {
    return fields.computeIfAbsent(new Field(choice, field), f -> new StreamField(this, kind))
        .feed(delta);
  }

  /// The field is complete: what is held of it is decided and let go.
  public Release finish(int choice, String field) {
    StreamField state = fields.get(new Field(choice, field));
    return state == null ? Release.NOTHING : state.finish();
  }

  /// Which fields still hold text; each wants a `finish` before the reply ends.
  public List<Field> open() {
    return fields.entrySet()
        .stream()
        .filter(e -> e.getValue().held() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// What was found so far, for the summary and the trace.
  public List<RailVerdict> entries() {
    return new ArrayList<>(entries);
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

  /// One stream of text within a reply.
  public record Field(int choice, String name) {}

  /// What may happen now.
  ///
  /// @param text    may go out, redactions made; often empty
  /// @param verdict `Block` when the stream must end here
  public record Release(String text, Verdict verdict) {
    public static final Release NOTHING = new Release("", new Verdict.Allow());
  }
}
