package dev.prism.scanners;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one streamed field: what is held, and the text before it that scanners still need to see.
///
/// Text goes out once nothing behind it can change what it is. A finding that reaches into what is held
/// holds everything from its start on, so that no part of it has left when it is decided.
final class StreamField {
  /// Text that has gone out but is still shown to scanners, as context.
  private static final int CONTEXT = 200;
  /// At least so much goes at once: all that is kept is read again with each word.
  private static final int TRIMMED_BY = 24;
  /// A candidate is held until so much has come behind it.
  private static final int LOOK_AHEAD = 32;
  private static final Verdict ALLOW = new Verdict.Allow();

  private final StreamRail stream;
  private final Segment.Kind kind;
  /// Context, then what is held; `out` is where the held part begins.
  private final StringBuilder window = new StringBuilder();
  private int out;
  private Swallow swallow = Swallow.NOTHING;
  /// All that has come, and whether some of it has been dropped since the last release.
  private long fed;
  private boolean dropped;
  private Verdict.@Nullable Block blocked;

  StreamField(StreamRail stream, Segment.Kind kind) {
    this.stream = stream;
    this.kind = kind;
  }

  /// What is being dropped because its beginning has been decided: the rest of a run, of a PEM block.
  private enum Swallow {
    NOTHING, RUN, PEM
  }

  int held() {
    return window.length() - out;
  }

  StreamRail.Release feed(String delta) {
    if (blocked != null) {
      return released("", false, blocked);
    }
    fed += delta.length();
    window.append(delta);
    if (swallow != Swallow.NOTHING && !swallowed()) {
      return released("", false, ALLOW);
    }
    int frontier = Math.min(Frontier.of(window, out), Frontier.openLabel(window, out));
    boolean full = window.length() - out > Frontier.LONGEST_RUN;
    if (frontier <= out && !full) {
      return released("", false, ALLOW);
    }
    return judge(full ? Math.max(frontier, safeEnd()) : frontier, full);
  }

  /// The end of the window, but never within a surrogate pair.
  private int safeEnd() {
    int end = window.length();
    return Character.isHighSurrogate(window.charAt(end - 1)) ? end - 1 : end;
  }

  /// Decides everything before the frontier.
  ///
  /// @param full more is held than may be: open findings are decided as they are
  private StreamRail.Release judge(int frontier, boolean full) {
    String text = window.toString();
    Ballot ballot = stream.engine().ballot(text, kind, stream.context(), false);
    stream.took(ballot);
    int limit = limit(ballot, frontier, full, text.length());
    if (full && reachesEnd(ballot, text.length())) {
      return overflow(text, ballot);
    }
    int decided = limit;
    ballot.keep(finding -> finding.end() > out && finding.end() <= decided
        && finding.score() >= Finding.FLAG);
    return release(text, decided, stream.engine().decide(text, kind, stream.context(), ballot));
  }

  /// How far the text can be decided: not into an open finding, not into a candidate that waits for words
  /// behind it, and never into the middle of a finding.
  private int limit(Ballot ballot, int frontier, boolean full, int size) {
    int limit = frontier;
    for (Finding finding : ballot.all()) {
      boolean counts = finding.score() >= Finding.FLAG;
      boolean open = counts && (finding.end() > frontier || finding.end() == size);
      boolean waits = !counts && size - finding.end() < LOOK_AHEAD && !full;
      if (finding.end() > out && (open || waits)) {
        limit = Math.min(limit, Math.max(out, finding.start()));
      }
    }
    int before = size + 1;
    while (limit < before) {
      before = limit;
      for (Finding finding : ballot.all()) {
        boolean cut = finding.start() < limit && finding.end() > limit;
        if (cut && finding.score() >= Finding.FLAG) {
          limit = Math.max(out, finding.start());
        }
      }
    }
    return limit;
  }

  private static boolean reachesEnd(Ballot ballot, int end) {
    return ballot.all().stream().anyMatch(f -> f.end() >= end && f.score() >= Finding.FLAG);
  }

  /// An open finding fills all that may be held: it is acted upon, and its rest is dropped.
  private StreamRail.Release overflow(String text, Ballot ballot) {
    ballot.keep(finding -> finding.end() > out);
    boolean pem = ballot.all().stream().anyMatch(f -> f.type().equals("private_key"));
    RailReport report = stream.engine().decide(text, kind, stream.context(), ballot);
    boolean acted = !(report.verdict() instanceof Verdict.Allow);
    StreamRail.Release release = release(text, safeEnd(), report);
    if (acted && blocked == null) {
      swallow = pem ? Swallow.PEM : Swallow.RUN;
      window.delete(0, out);
      out = 0;
    }
    return release;
  }

  private StreamRail.Release release(String text, int to, RailReport report) {
    stream.note(report.entries());
    return switch (report.verdict()) {
      case Verdict.Allow allow -> out(text, to, List.of(), allow);
      case Verdict.Redact redact -> out(text, to, redact.edits(), redact);
      case Verdict.FailOpen open -> out(text, to, open.edits(), open);
      case Verdict.Block block -> {
        blocked = block;
        yield released("", false, block);
      }
    };
  }

  private StreamRail.Release out(String text, int to, List<Verdict.Edit> edits, Verdict verdict) {
    StringBuilder released = new StringBuilder(to - out + 16);
    int at = out;
    for (Verdict.Edit edit : edits) {
      if (edit.end() > at) {
        released.append(text, at, Math.max(at, edit.start())).append(edit.placeholder());
        at = Math.min(to, edit.end());
      }
    }
    released.append(text, at, to);
    out = to;
    trim();
    return released(released.toString(), !edits.isEmpty(), verdict);
  }

  private StreamRail.Release released(String text, boolean changed, Verdict verdict) {
    boolean other = changed || dropped;
    dropped = false;
    return new StreamRail.Release(text, fed - held(), other, verdict);
  }

  /// Drops context that is too old, at a place where nothing is cut.
  private void trim() {
    int cut = out - CONTEXT;
    if (cut < TRIMMED_BY) {
      return;
    }
    while (cut < out && !Frontier.breaks(window.charAt(cut))) {
      cut++;
    }
    window.delete(0, cut);
    out -= cut;
  }

  /// Drops what is being swallowed; says whether it has ended.
  private boolean swallowed() {
    int at = out;
    if (swallow == Swallow.RUN) {
      while (at < window.length() && !Frontier.breaks(window.charAt(at))) {
        at++;
      }
    } else {
      int end = window.indexOf("-----END", out);
      int close = end < 0 ? -1 : window.indexOf("-----", end + 8);
      at = close < 0 ? Math.max(out, window.length() - 80) : close + 5;
      if (close < 0) {
        dropped |= at > out;
        window.delete(out, at);
        return false;
      }
    }
    boolean ended = at < window.length() || swallow == Swallow.PEM;
    dropped |= at > out;
    window.delete(out, at);
    swallow = ended ? Swallow.NOTHING : swallow;
    return ended;
  }

  StreamRail.Release finish() {
    if (blocked != null) {
      return released("", false, blocked);
    }
    if (swallow != Swallow.NOTHING) {
      dropped |= held() > 0;
      window.setLength(out);
    }
    if (held() == 0) {
      return released("", false, ALLOW);
    }
    String text = window.toString();
    Ballot ballot = stream.engine().ballot(text, kind, stream.context(), true);
    stream.took(ballot);
    ballot.keep(finding -> finding.end() > out);
    return release(text, text.length(),
        stream.engine().decide(text, kind, stream.context(), ballot));
  }
}
