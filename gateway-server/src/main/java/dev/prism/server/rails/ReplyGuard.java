package dev.prism.server.rails;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.scanners.BodyEditor;
import dev.prism.scanners.Placeholders;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.TextExtractor;
import dev.prism.scanners.Verdict;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The output rails in the way of one attempt's reply. A reply that is no stream is judged whole; a stream
/// passes through a [StreamGuard]. Either way, what was redacted in the request is put back where the
/// tenant asks for it, after the rails have looked.
public final class ReplyGuard {
  private static final List<String> MEDIA = List.of("image/", "audio/", "video/", "application/pdf",
      "font/");
  private final RailBook.Selection rails;
  private final ScanContext context;
  private final ScanPool pool;
  private final RailLog log;
  private final EventExecutor loop;
  private final int maxTextChars;

  ReplyGuard(RailBook.Selection rails, ScanContext context, ScanPool pool, RailLog log,
      EventExecutor loop, int maxTextChars) {
    this.rails = rails;
    this.context = context;
    this.pool = pool;
    this.log = log;
    this.loop = loop;
    this.maxTextChars = maxTextChars;
  }

  /// What becomes of a reply.
  public sealed interface Outcome {
    /// It may go to the client as it is.
    record Unchanged() implements Outcome {}

    /// It may go to the client like this.
    ///
    /// @param body what goes
    /// @param text its text, for the trace
    record Changed(Bytes body, String text) implements Outcome {}

    record Stopped(Blocked by) implements Outcome {}
  }

  /// A body.
  public static final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }

    public byte[] array() {
      return array;
    }
  }

  /// What was found in the reply so far, and elsewhere in its exchange.
  public RailLog log() {
    return log;
  }

  /// A guard for the reply when it is a stream.
  ///
  /// @param progressed runs on the event loop when a stream that had to wait may go on
  public StreamGuard stream(Runnable progressed) {
    return new StreamGuard(rails, context, pool, log, loop, progressed, maxTextChars);
  }

  /// Judges a reply that is no stream and says what becomes of it: before this method returns, or later.
  public void whole(byte[] body, int size, @Nullable String contentType, Consumer<Outcome> done) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    if (size == 0 || MEDIA.stream().anyMatch(type::startsWith)) {
      done.accept(new Outcome.Unchanged());
      return;
    }
    boolean json = isJson(body, size);
    ScanText text = json
        ? TextExtractor.reply(body, 0, size)
        : TextExtractor.plain(body, size, Segment.Kind.ASSISTANT);
    pool.run(rails.engine().begin(Stage.OUTPUT, text, context), rails.timeoutMillis(), loop,
        report -> done.accept(outcome(body, size, json, text, report)));
  }

  private static boolean isJson(byte[] body, int size) {
    try {
      return new StrictJson(JsonLimits.REPLY).check(body, 0, size) != null;
    } catch (JsonProblem plain) {
      return false;
    }
  }

  private Outcome outcome(byte[] body, int size, boolean json, ScanText text, RailReport report) {
    log.note(Stage.OUTPUT, report);
    List<Verdict.Edit> edits = List.of();
    switch (report.verdict()) {
      case Verdict.Allow _ -> {
      }
      case Verdict.Block block -> {
        return new Outcome.Stopped(Blocked.by(Stage.OUTPUT, block));
      }
      case Verdict.Redact redact -> edits = redact.edits();
      case Verdict.FailOpen open -> edits = open.edits();
    }
    boolean restores = context.placeholders().canRestore();
    if (edits.isEmpty() && !restores) {
      return new Outcome.Unchanged();
    }
    if (!json) {
      return plain(text, edits);
    }
    if (!text.canEdit(edits)) {
      return new Outcome.Stopped(Blocked.unchangeable(Stage.OUTPUT));
    }
    byte[] edited = BodyEditor.apply(body, 0, size, text, edits);
    ScanText after = TextExtractor.reply(edited, 0, edited.length);
    byte[] restored = restores ? restore(edited, after, context.placeholders()) : edited;
    return new Outcome.Changed(new Bytes(restored), said(after));
  }

  private Outcome plain(ScanText text, List<Verdict.Edit> edits) {
    if (text.segments().isEmpty()) {
      return new Outcome.Unchanged();
    }
    String edited = BodyEditor.edited(text, edits);
    String restored = context.placeholders().restore(edited);
    return new Outcome.Changed(new Bytes(restored.getBytes(StandardCharsets.UTF_8)), edited);
  }

  private static byte[] restore(byte[] body, ScanText text, Placeholders placeholders) {
    return BodyEditor.rewrite(body, 0, body.length, text, i -> {
      Segment segment = text.segments().get(i);
      String restored = placeholders.restore(segment.text(), segment.kind());
      return restored.equals(segment.text()) ? null : restored;
    });
  }

  /// The text that goes to the client, placeholders and all: what is put back is not for the trace.
  private String said(ScanText text) {
    StringBuilder said = new StringBuilder();
    for (Segment segment : text.segments()) {
      if (segment.kind() != Segment.Kind.REASONING && said.length() < maxTextChars) {
        said.append(segment.text(), 0,
            Math.min(segment.text().length(), maxTextChars - said.length()));
      }
    }
    return said.toString();
  }
}
