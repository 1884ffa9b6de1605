package dev.prism.incident.detect;

import java.nio.ByteBuffer;

/// A stream's state as bytes: a version, what the stream writes itself, and its detectors' numbers.
final class StreamCodec {
  static final int MOST_BYTES = 4_096;
  private static final int VERSION = 2;
  private static final int LEAST_BYTES = 64;

  private StreamCodec() {}

  static void begin(ByteBuffer to) {
    to.putInt(VERSION);
  }

  static boolean isKnown(ByteBuffer from) {
    return from.remaining() >= LEAST_BYTES && from.getInt() == VERSION;
  }

  static void numbers(ByteBuffer to, double[] numbers) {
    to.put((byte) numbers.length);
    for (double number : numbers) {
      to.putFloat((float) number);
    }
  }

  static double[] numbers(ByteBuffer from) {
    double[] numbers = new double[from.get() & 0xff];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = from.getFloat();
    }
    return numbers;
  }

  /// Copies where the lengths agree; else the detector is another one, and begins anew.
  static void copy(double[] kept, double[] into) {
    if (kept.length == into.length) {
      System.arraycopy(kept, 0, into, 0, kept.length);
    }
  }
}
