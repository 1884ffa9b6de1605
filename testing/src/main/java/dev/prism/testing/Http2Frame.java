package dev.prism.testing;

import java.nio.ByteBuffer;

/// One HTTP/2 frame as it stood on the wire (RFC 9113, section 4).
public final class Http2Frame {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;
  public static final int ACK = 1;
  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;
  static final int HEAD_BYTES = 9;

  private final int type;
  private final int flags;
  private final int stream;
  private final byte[] payload;

  public Http2Frame(int type, int flags, int stream, byte[] payload) {
    this.type = type;
    this.flags = flags;
    this.stream = stream;
    this.payload = payload.clone();
  }

  public int type() {
    return type;
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  public int stream() {
    return stream;
  }

  public byte[] payload() {
    return payload.clone();
  }

  /// The error code of a RST_STREAM or GOAWAY.
  public int errorCode() {
    int at = type == GOAWAY ? 4 : 0;
    return ByteBuffer.wrap(payload).getInt(at);
  }

  /// The frame in bytes, its head included.
  public byte[] bytes() {
    byte[] all = new byte[HEAD_BYTES + payload.length];
    all[0] = (byte) (payload.length >> 16);
    all[1] = (byte) (payload.length >> 8);
    all[2] = (byte) payload.length;
    all[3] = (byte) type;
    all[4] = (byte) flags;
    all[5] = (byte) (stream >> 24);
    all[6] = (byte) (stream >> 16);
    all[7] = (byte) (stream >> 8);
    all[8] = (byte) stream;
    System.arraycopy(payload, 0, all, HEAD_BYTES, payload.length);
    return all;
  }

  @Override
  public String toString() {
    return "frame of type " + type + ", flags " + flags + ", stream " + stream + ", "
        + payload.length + " bytes";
  }
}
