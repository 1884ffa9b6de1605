package dev.prism.server.rails;

import dev.prism.exchange.SseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.StreamRail;
import dev.prism.scanners.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Guards one streamed reply: takes events in the client's dialect and lets go of each, in order, once all
/// text in it has been decided. An event whose text stays the same leaves with its own bytes.
///
/// Most streams are judged as they come, with a little held back. A stream that can only be judged whole
/// (see [RailEngine#holdsStreams]) is kept until its end; so is, from there on, one in which a single event
/// is longer than an event loop should scan.
public final class StreamGuard {
  private static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;
  private static final int MAX_KEPT_BYTES = 8 * 1024 * 1024;

  private final RailBook.Selection rails;
  private final ScanContext context;
  private final ScanPool pool;
  private final RailLog log;
  private final EventExecutor loop;
  private final Runnable progressed;
  private final int maxTextChars;
  private final StreamRail rail;
  private final SseReader reader = new SseReader(MAX_EVENT_BYTES);
  private final Deque<StreamEvent> events = new ArrayDeque<>();
  private final Map<StreamRail.Field, StreamedText> texts = new LinkedHashMap<>();
  private final Map<Integer, StreamRail.Field> speaking = new HashMap<>();
  private final StringBuilder said = new StringBuilder();
  private boolean keepsAll;
  private boolean complete = true;
  private long kept;
  private boolean contentLeft;
  private long writtenChars;
  private boolean ended;
  private @Nullable Blocked blocked;

  StreamGuard(RailBook.Selection rails, ScanContext context, ScanPool pool, RailLog log,
      EventExecutor loop, Runnable progressed, int maxTextChars) {
    this.rails = rails;
    this.context = context;
    this.pool = pool;
    this.log = log;
    this.loop = loop;
    this.progressed = progressed;
    this.maxTextChars = maxTextChars;
    rail = rails.engine().stream(context);
    keepsAll = rails.holdsStreams();
  }

  // What comes from the provider.

  /// Takes bytes of the stream, whole events or parts of them.
  public void accept(byte[] bytes, int from, int to) {
    try {
      reader.feed(bytes, from, to, this::event);
    } catch (SseReader.Overflow overflow) {
      blocked = Blocked.unchangeable(Stage.OUTPUT);
    }
  }

  private void event(SseEvent raw) {
    if (blocked != null) {
      return;
    }
    StreamEvent event = new StreamEvent(raw);
    events.add(event);
    kept += event.size();
    complete &= event.isComplete();
    for (TextPiece piece : event.pieces()) {
      text(piece);
    }
    if (!keepsAll) {
      for (Integer choice : List.copyOf(speaking.keySet())) {
        if (event.ends(choice)) {
          settle(choice);
        }
      }
    }
    if (kept > MAX_KEPT_BYTES && blocked == null) {
      blocked = Blocked.by(Stage.OUTPUT, new Verdict.Block("", "engine", "truncated"));
    }
  }

  private void text(TextPiece piece) {
    StreamRail.Field field = piece.isContinued()
        ? new StreamRail.Field(piece.choice(), piece.field())
        : new StreamRail.Field(piece.choice(), piece.field() + '#' + texts.size());
    StreamedText text = texts.computeIfAbsent(field, _ -> new StreamedText(piece.segment().kind()));
    text.add(piece);
    keepsAll |= piece.segment().text().length() > RailEngine.LONG_TEXT;
    if (keepsAll) {
      return;
    }
    if (piece.isContinued()) {
      StreamRail.Field before = speaking.put(piece.choice(), field);
      if (before != null && !before.equals(field)) {
        take(before, rail.finish(before.choice(), before.name()));
      }
    }
    take(field, rail.feed(field.choice(), field.name(), text.kind(), piece.segment().text()));
    if (!piece.isContinued()) {
      take(field, rail.finish(field.choice(), field.name()));
    }
  }

  private void settle(int choice) {
    StreamRail.Field field = speaking.remove(choice);
    if (field != null) {
      take(field, rail.finish(field.choice(), field.name()));
    }
  }

  private void take(StreamRail.Field field, StreamRail.Release release) {
    StreamedText text = texts.get(field);
    if (text == null || blocked != null) {
      return;
    }
    if (release.verdict() instanceof Verdict.Block block) {
      blocked = Blocked.by(Stage.OUTPUT, block);
      return;
    }
    decide(text, release.upTo(), release.changed() ? release.text() : null);
  }

  /// Lets a part of a text go, with what was redacted in the request put back.
  private void decide(StreamedText text, long upTo, @Nullable String by) {
    if (upTo <= text.decided()) {
      return;
    }
    String going = by == null ? text.between(text.decided(), upTo) : by;
    String restored = context.placeholders().restore(going, text.kind());
    if (text.kind() != Segment.Kind.REASONING && said.length() < maxTextChars) {
      said.append(going, 0, Math.min(going.length(), maxTextChars - said.length()));
    }
    text.decide(upTo, by == null && restored.equals(going) ? null : restored);
  }

  // The end of the stream.

  /// The stream has come whole. When this returns, or when `progressed` runs, it is either blocked or has
  /// ended, and all of it can be written.
  public void end() {
    reader.finish(this::event);
    if (!keepsAll) {
      for (StreamRail.Field field : List.copyOf(texts.keySet())) {
        take(field, rail.finish(field.choice(), field.name()));
      }
    }
    if (blocked != null || (!keepsAll && complete && !rails.engine().judgesWhole())) {
      ended = true;
      report();
      return;
    }
    List<StreamRail.Field> order = new ArrayList<>(texts.keySet());
    ScanText whole = new ScanText(
        order.stream().map(field -> text(field).segment(field.name())).toList(), complete);
    boolean[] atOnce = {true};
    pool.run(rails.engine().begin(Stage.OUTPUT, whole, context), rails.timeoutMillis(), loop,
        report -> {
          judged(report, order);
          if (!atOnce[0]) {
            progressed.run();
          }
        });
    atOnce[0] = false;
  }

  private StreamedText text(StreamRail.Field field) {
    return Objects.requireNonNull(texts.get(field));
  }

  private void judged(RailReport report, List<StreamRail.Field> order) {
    log.note(Stage.OUTPUT, report);
    report();
    switch (report.verdict()) {
      case Verdict.Allow _ -> release(order, List.of());
      case Verdict.Redact redact -> release(order, redact.edits());
      case Verdict.FailOpen open -> release(order, open.edits());
      case Verdict.Block block -> blocked = Blocked.by(Stage.OUTPUT, block);
    }
    ended = true;
  }

  private void release(List<StreamRail.Field> order, List<Verdict.Edit> edits) {
    for (int i = 0; i < order.size(); i++) {
      StreamedText text = text(order.get(i));
      for (Verdict.Edit edit : edits) {
        if (edit.segment() == i && edit.end() > text.decided()) {
          decide(text, edit.start(), null);
          decide(text, edit.end(), edit.placeholder());
        }
      }
      decide(text, text.length(), null);
    }
  }

  private void report() {
    log.note(rail.entries());
    log.times(Stage.OUTPUT, rail.times());
  }

  // What may go to the client.

  /// Writes the events that may leave now.
  public void writeTo(ByteBuf out) {
    writeTo(out, 0);
  }

  /// As [#writeTo(ByteBuf)], but leaves the last `keep` events.
  public void writeTo(ByteBuf out, int keep) {
    while (blocked == null && events.size() > keep && events.getFirst().mayLeave()) {
      StreamEvent event = events.removeFirst();
      kept -= event.size();
      for (TextPiece piece : event.pieces()) {
        contentLeft = true;
        if (piece.isContinued() && piece.choice() == 0
            && piece.segment().kind() == Segment.Kind.ASSISTANT) {
          writtenChars += piece.segment().text().length();
        }
      }
      out.writeBytes(event.bytes());
    }
  }

  /// Whether any text has left.
  public boolean contentLeft() {
    return contentLeft;
  }

  /// How much of the first choice's own text, as the provider said it, has left.
  public long writtenChars() {
    return writtenChars;
  }

  /// Why the stream must end here, null when it may go on.
  public @Nullable Blocked blocked() {
    return blocked;
  }

  /// Whether the whole stream has been judged.
  public boolean ended() {
    return ended;
  }

  /// What the client gets of the text, as far as traces keep it.
  public String said() {
    return said.toString();
  }

  /// Notes what was found, when the stream ends another way than by [#end].
  public void abandon() {
    if (!ended) {
      ended = true;
      report();
    }
  }
}
