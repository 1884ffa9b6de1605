package dev.prism.incident.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One stream's minute: how often each pair of points and probability came, and a few of the worst answers.
/// At most 256 pairs; beyond that a probability counts as the nearest that the minute has for these points.
final class StreamMinute {
  private static final int MOST_PAIRS = 256;
  private static final int MOST_TRACES = WorstTraces.MOST;
  private static final int STEPS = 10_000;

  private final boolean rate;
  private final TreeMap<Pair, Integer> counts = new TreeMap<>();
  private final List<Trace> worst = new ArrayList<>(MOST_TRACES);

  /// @param probability in 1/10,000, rounded up
  record Pair(int points, int probability) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byPoints = Integer.compare(points, other.points);
      return byPoints != 0 ? byPoints : Integer.compare(probability, other.probability);
    }

    double share() {
      return probability / (double) STEPS;
    }
  }

  /// @param reason empty for none
  record Trace(int points, String id, String reason) {}

  StreamMinute(boolean rate) {
    this.rate = rate;
  }

  boolean isRate() {
    return rate;
  }

  void add(int points, double probability, int times, String traceId, @Nullable String reason) {
    count(new Pair(points, Math.clamp((int) Math.ceil(probability * STEPS), 1, STEPS)), times);
    note(new Trace(points, traceId, reason == null ? "" : reason));
  }

  private void count(Pair pair, int times) {
    Pair counted = pair;
    if (counts.size() >= MOST_PAIRS && !counts.containsKey(pair)) {
      Pair near = counts.floorKey(pair);
      counted = near == null ? counts.firstKey() : near;
    }
    counts.merge(counted, times, Integer::sum);
  }

  private void note(Trace trace) {
    if (worst.size() == MOST_TRACES && worst.getLast().points() <= trace.points()) {
      return;
    }
    int at = 0;
    while (at < worst.size() && worst.get(at).points() <= trace.points()) {
      at++;
    }
    worst.add(at, trace);
    if (worst.size() > MOST_TRACES) {
      worst.removeLast();
    }
  }

  void merge(StreamMinute other) {
    other.counts.forEach(this::count);
    other.worst.forEach(this::note);
  }

  /// Takes pairs.
  interface Taker {
    /// @param trace the answer, where it is one of the worst; null else
    void take(int points, double probability, @Nullable Trace trace);
  }

  /// Each score once, high and low ones mixed.
  void forEach(Taker taker) {
    List<Pair> pairs = new ArrayList<>(counts.keySet());
    int[] left = counts.values().stream().mapToInt(Integer::intValue).toArray();
    List<Trace> traces = new ArrayList<>(worst);
    boolean any = true;
    while (any) {
      any = false;
      for (int i = 0; i < left.length; i++) {
        if (left[i] > 0) {
          left[i]--;
          any = true;
          Pair pair = pairs.get(i);
          taker.take(pair.points(), pair.share(), take(traces, pair.points()));
        }
      }
    }
  }

  private static @Nullable Trace take(List<Trace> traces, int points) {
    for (int i = 0; i < traces.size(); i++) {
      if (traces.get(i).points() == points) {
        return traces.remove(i);
      }
    }
    return null;
  }

  void write(DataOutputStream to) throws IOException {
    to.writeBoolean(rate);
    to.writeShort(counts.size());
    for (Map.Entry<Pair, Integer> entry : counts.entrySet()) {
      to.writeByte(entry.getKey().points());
      to.writeShort(entry.getKey().probability());
      to.writeInt(entry.getValue());
    }
    to.writeByte(worst.size());
    for (Trace trace : worst) {
      to.writeByte(trace.points());
      to.writeUTF(trace.id());
      to.writeUTF(trace.reason());
    }
  }

  static StreamMinute read(DataInputStream from) throws IOException {
    StreamMinute minute = new StreamMinute(from.readBoolean());
    int pairs = from.readUnsignedShort();
    for (int i = 0; i < pairs; i++) {
      minute.counts.merge(new Pair(from.readUnsignedByte(), from.readUnsignedShort()),
          from.readInt(), Integer::sum);
    }
    int traces = from.readUnsignedByte();
    for (int i = 0; i < traces; i++) {
      minute.note(new Trace(from.readUnsignedByte(), from.readUTF(), from.readUTF()));
    }
    return minute;
  }
}
