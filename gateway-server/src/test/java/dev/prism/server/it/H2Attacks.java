package dev.prism.server.it;

import dev.prism.testing.Header;
import dev.prism.testing.Http2Frame;
import dev.prism.testing.RawHttp2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// Attacks on an HTTP/2 connection, each as a supply of bytes that goes on until somebody stops it.
final class H2Attacks {
  private static final byte[] NOTHING = new byte[0];
  private static final int BATCH = 64;
  private static final byte[] NO_WINDOW = RawHttp2.setting(4, 0);

  private H2Attacks() {}

  /// @param reads    whether the attacker takes what the gateway sends
  /// @param window   whether the gateway may send bodies at all
  /// @param batch    the bytes of the round of this number, empty to send nothing
  record Attack(String name, boolean reads, boolean window, IntFunction<byte[]> batch) {}

  /// Floods, which must be stopped within two seconds.
  static List<Attack> floods() {
    return List.of(
        flood("rapid-reset", round -> frames(round, id -> List.of(request(id, true), reset(id)))),
        flood("made-you-reset",
            round -> frames(round, id -> List.of(request(id, true), windowUpdate(id, 0)))),
        flood("continuation-empty", H2Attacks::emptyContinuations),
        flood("continuation-headers", H2Attacks::fullContinuations),
        flood("ping-flood", _ -> repeat(new Http2Frame(Http2Frame.PING, 0, 0, new byte[8]))),
        new Attack("ping-flood-noread", false, true,
            _ -> repeat(new Http2Frame(Http2Frame.PING, 0, 0, new byte[8]))),
        flood("settings-flood", _ -> repeat(new Http2Frame(Http2Frame.SETTINGS, 0, 0, NOTHING))),
        flood("empty-data",
            round -> round == 0
                ? request(1, false).bytes()
                : repeat(new Http2Frame(Http2Frame.DATA, 0, 1, NOTHING))),
        flood("priority-flood", round -> frames(round,
            id -> List.of(new Http2Frame(Http2Frame.PRIORITY, 0, id, new byte[]{0, 0, 0, 0, 1})))),
        flood("window-update-flood", _ -> repeat(windowUpdate(0, 1))),
        flood("hpack-bomb", round -> bomb(round, 3_000, true)),
        new Attack("http2-bomb", true, false, round -> bomb(round, 16_000, false)),
        flood("many-streams", round -> frames(round, id -> List.of(request(id, false)))),
        flood("huge-frame", _ -> new byte[]{-1, -1, -1, 0, 0, 0, 0, 0, 1}));
  }

  private static Attack flood(String name, IntFunction<byte[]> batch) {
    return new Attack(name, true, true, batch);
  }

  private static byte[] emptyContinuations(int round) {
    return round == 0
        ? new Http2Frame(Http2Frame.HEADERS, 0, 1, fields(1)).bytes()
        : repeat(new Http2Frame(Http2Frame.CONTINUATION, 0, 1, NOTHING));
  }

  private static byte[] fullContinuations(int round) {
    return round == 0
        ? new Http2Frame(Http2Frame.HEADERS, 0, 1, fields(1)).bytes()
        : repeat(new Http2Frame(Http2Frame.CONTINUATION, 0, 1, fields(40)));
  }

  /// One entry of 4 KB in the dynamic table, then references to it.
  private static byte[] bomb(int round, int references, boolean end) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Header header : pseudo()) {
      literal(block, 0, header.name(), header.value());
    }
    if (round == 0) {
      literal(block, 0x40, "a", "b".repeat(3_900));
    }
    for (int i = 0; i < references; i++) {
      block.write(0xBE);
    }
    int id = 1 + 2 * round;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] bytes = block.toByteArray();
    int flags = Http2Frame.END_HEADERS | (end ? Http2Frame.END_STREAM : 0);
    all.writeBytes(new Http2Frame(Http2Frame.HEADERS, flags, id,
        Arrays.copyOf(bytes, Math.min(bytes.length, 16_384))).bytes());
    return all.toByteArray();
  }

  private static byte[] frames(int round, IntFunction<List<Http2Frame>> each) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < BATCH; i++) {
      for (Http2Frame frame : each.apply(1 + 2 * (round * BATCH + i))) {
        all.writeBytes(frame.bytes());
      }
    }
    return all.toByteArray();
  }

  private static byte[] repeat(Http2Frame frame) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < BATCH; i++) {
      all.writeBytes(frame.bytes());
    }
    return all.toByteArray();
  }

  private static Http2Frame request(int id, boolean end) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Header header : pseudo()) {
      literal(block, 0, header.name(), header.value());
    }
    return new Http2Frame(Http2Frame.HEADERS,
        Http2Frame.END_HEADERS | (end ? Http2Frame.END_STREAM : 0), id, block.toByteArray());
  }

  private static List<Header> pseudo() {
    return new ArrayList<>(List.of(new Header(":method", "POST"), new Header(":scheme", "http"),
        new Header(":authority", "a"), new Header(":path", "/v1/chat/completions")));
  }

  private static byte[] fields(int count) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      literal(block, 0, "x-field-" + i, "v".repeat(100));
    }
    return block.toByteArray();
  }

  private static Http2Frame reset(int id) {
    return new Http2Frame(Http2Frame.RST_STREAM, 0, id, RawHttp2.word(8));
  }

  private static Http2Frame windowUpdate(int id, int by) {
    return new Http2Frame(Http2Frame.WINDOW_UPDATE, 0, id,
        ByteBuffer.allocate(4).putInt(by).array());
  }

  private static void literal(ByteArrayOutputStream block, int kind, String name, String value) {
    block.write(kind);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    int length = text.length();
    block.write(Math.min(length, 127));
    if (length >= 127) {
      for (length -= 127; length >= 128; length >>= 7) {
        block.write((length & 127) | 128);
      }
      block.write(length);
    }
    for (int i = 0; i < text.length(); i++) {
      block.write(text.charAt(i));
    }
  }

  /// Attacks with bytes until the gateway ends the connection.
  ///
  /// @return how long that took, in milliseconds; -1 when it did not within the limit
  static long run(Attack attack, int port, long limitMillis) throws IOException {
    long began = System.nanoTime();
    try (RawHttp2 http = RawHttp2.open(port).begin(attack.window() ? NOTHING : NO_WINDOW)) {
      Thread reader = attack.reads() ? Thread.ofVirtual().start(() -> drain(http)) : null;
      for (int round = 0; System.nanoTime() - began < limitMillis * 1_000_000; round++) {
        http.send(attack.batch().apply(round));
        if (reader != null && !reader.isAlive()) {
          return (System.nanoTime() - began) / 1_000_000;
        }
      }
      return -1;
    } catch (IOException ended) {
      return (System.nanoTime() - began) / 1_000_000;
    }
  }

  private static void drain(RawHttp2 http) {
    try {
      while (http.skip() > 0) {
        Thread.onSpinWait();
      }
    } catch (IOException ended) {
      return;
    }
  }
}
