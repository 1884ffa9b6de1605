package dev.prism.scanners;

/// The state of one streamed field: what is held, and the text before it that scanners still need to see.
final class StreamField {
  private final StreamRail stream;
  private final Segment.Kind kind;
  private final StringBuilder window = new StringBuilder();

  StreamField(StreamRail stream, Segment.Kind kind) {
    this.stream = stream;
    this.kind = kind;
  }

  int held() {
    return window.length();
  }

  StreamRail.Release feed(String delta) {
    window.append(delta);
    return StreamRail.Release.NOTHING;
  }

  StreamRail.Release finish() {
    String text = window.toString();
    window.setLength(0);
    RailReport report = stream.engine()
        .check(Stage.OUTPUT, ScanText.of(text, kind), stream.context());
    stream.note(report.entries());
    return switch (report.verdict()) {
      case Verdict.Allow _ -> new StreamRail.Release(text, report.verdict());
      case Verdict.Redact redact ->
        new StreamRail.Release(Edits.apply(text, 0, redact.edits()), redact);
      case Verdict.FailOpen open ->
        new StreamRail.Release(Edits.apply(text, 0, open.edits()), open);
      case Verdict.Block block -> new StreamRail.Release("", block);
    };
  }
}
