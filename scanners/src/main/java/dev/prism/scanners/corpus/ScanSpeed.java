package dev.prism.scanners.corpus;

import com.sun.management.ThreadMXBean;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.StreamRail;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Measures how long all scanners together take, warm, on one thread: everyday text of 2 KB and 100 KB,
/// 100 KB of what is meant to be slow, and a stream.
public final class ScanSpeed {
  private static final int ROUNDS = 3000;
  private static final int LONG_ROUNDS = 1000;
  /// So many that the 99th percentile is no maximum.
  private static final int FLOOD_ROUNDS = 300;
  /// Before the rounds that count, so many times as many.
  private static final int WARM_ROUNDS = 2;
  /// Rare code of a stream is compiled late: after some eight hundred thousand events.
  private static final int WARM_PASSES = 56;
  private static final int PASSES = 4;
  private static final List<String> FLOODS = List.of("SELECT a FROM b ", "mongodb://a:b ", "${ ",
      "DAN ", "api_key=token secret ", "UPDATE a SET b ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "1 2 3 4 5 6 7 ", "ignore all previous ", "a@b.c ", "http://a.b/ ", "4111 1111 1111 1112 ");

  private final RailEngine engine = RailEngine.compile(ScannerCatalog.load(),
      List.of(new Rail("all", Stage.OUTPUT,
          List.of("jailbreak", "code_injection", "secrets", "malicious_url", "invisible_char",
              "language", "topic_restriction", "regex", "pii", "leakage", "groundedness"),
          null, Rail.Action.FLAG, null, null, null, null, null, null, null)));
  private final PrintStream out;
  private long sink;

  private ScanSpeed(PrintStream out) {
    this.out = out;
  }

  /// @param args the folder of the corpora, for everyday text
  public static void main(String[] args) throws IOException {
    new ScanSpeed(Terminal.out()).run(Path.of(args[0]));
  }

  private void run(Path folder) throws IOException {
    StringBuilder everyday = new StringBuilder();
    for (CorpusItem item : Corpus.read(folder.resolve("secrets"))) {
      String kind = item.kind();
      if (kind.equals("arena-user-prompt") || kind.equals("code-answer")
          || kind.equals("shell-doc")) {
        everyday.append(item.text()).append('\n');
      }
    }
    time("everyday, 2 KB", pieces(everyday, 2048), ROUNDS);
    time("everyday, 100 KB", pieces(everyday, 102_400), LONG_ROUNDS);
    for (String flood : FLOODS) {
      time("flood '" + flood.strip() + "', 100 KB", List.of(flood.repeat(102_400 / flood.length())),
          FLOOD_ROUNDS);
    }
    stream(everyday.substring(0, Math.min(everyday.length(), 60_000)));
    if (sink == 42) {
      out.println();
    }
  }

  private static List<String> pieces(StringBuilder text, int size) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at + size <= text.length() && pieces.size() < 64; at += size) {
      pieces.add(text.substring(at, at + size));
    }
    return pieces.isEmpty() ? List.of(text.toString()) : pieces;
  }

  private void time(String name, List<String> texts, int rounds) {
    long[] nanos = new long[rounds];
    scan(texts, new long[WARM_ROUNDS * Math.max(rounds, 100)]);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    scan(texts, nanos);
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
    print(name, nanos, bytes);
  }

  private void scan(List<String> texts, long[] nanos) {
    ScanContext context = ScanContext.of("speed");
    for (int i = 0; i < nanos.length; i++) {
      ScanText text = ScanText.of(texts.get(i % texts.size()), Segment.Kind.USER);
      long start = System.nanoTime();
      sink += engine.check(Stage.OUTPUT, text, context).findings().size();
      nanos[i] = System.nanoTime() - start;
    }
  }

  /// Passes over the text until the code that only a few events need has been compiled too, then some that
  /// count.
  private void stream(String text) {
    for (int warm = 0; warm < WARM_PASSES; warm++) {
      feed(text, new long[text.length() / 4], 0);
    }
    long[] nanos = new long[text.length() / 4 * PASSES];
    double held = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      held = feed(text, nanos, text.length() / 4 * pass);
    }
    print("stream, an event of 4 characters", nanos, 0);
    out.printf(Locale.ROOT, "stream holds %.1f characters on average%n", held);
  }

  /// Feeds a text to a stream in events of four characters, notes from `first` on how long each takes, and
  /// returns how many characters are held behind an event, on average.
  private double feed(String text, long[] nanos, int first) {
    StreamRail rail = engine.stream(ScanContext.of("speed"));
    long held = 0;
    int released = 0;
    int events = text.length() / 4;
    for (int i = 0; i < events; i++) {
      String delta = text.substring(i * 4, i * 4 + 4);
      long start = System.nanoTime();
      released += rail.feed(0, "content", Segment.Kind.ASSISTANT, delta).text().length();
      nanos[first + i] = System.nanoTime() - start;
      held += i * 4 + 4 - released;
    }
    return (double) held / events;
  }

  private void print(String name, long[] nanos, long bytes) {
    Arrays.sort(nanos);
    out.printf(Locale.ROOT, "%s: p50 %.3f ms, p99 %.3f ms, max %.3f ms, %d bytes allocated%n", name,
        nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6,
        nanos[nanos.length - 1] / 1e6, bytes);
  }
}
