package dev.prism.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/// Writes header fields in one copy: they are put together in an array that each event loop keeps, then
/// go into the buffer at once. Also the last look at what leaves: a control character in a field would
/// be a second field or a second message to whoever reads it, so none passes.
public final class FieldWriter {
  private static final FastThreadLocal<FieldWriter> PER_LOOP = new FastThreadLocal<>() {
    @Override
    protected FieldWriter initialValue() {
      return new FieldWriter();
    }
  };
  private static final int FIRST = 4096;
  private static final int KEPT = 64 * 1024;

  private byte[] bytes = new byte[FIRST];
  private int size;

  private FieldWriter() {}

  /// Appends `name: value` lines to `out`, without the empty line that ends a head.
  ///
  /// @throws IllegalArgumentException if a name or a value has a control character
  public static void write(HttpHeaders headers, ByteBuf out) {
    FieldWriter writer = PER_LOOP.get();
    writer.size = 0;
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
    while (fields.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = fields.next();
      writer.field(field.getKey(), field.getValue());
    }
    out.writeBytes(writer.bytes, 0, writer.size);
    if (writer.bytes.length > KEPT) {
      writer.bytes = new byte[FIRST];
    }
  }

  private void field(CharSequence name, CharSequence value) {
    int wanted = size + name.length() + value.length() + 4;
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
    }
    int from = size;
    text(name);
    bytes[size++] = ':';
    bytes[size++] = ' ';
    text(value);
    check(from);
    bytes[size++] = '\r';
    bytes[size++] = '\n';
  }

  private void text(CharSequence text) {
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, size, ascii.length());
      size += ascii.length();
    } else {
      byte[] latin = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(latin, 0, bytes, size, latin.length);
      size += latin.length;
    }
  }

  /// Negative as soon as a byte is below the space and no tab, or DEL; without a branch, so that it runs
  /// on many bytes at a time.
  private void check(int from) {
    int controls = 0;
    for (int i = from; i < size; i++) {
      int b = bytes[i] & 0xFF;
      controls |= ((b - ' ') & ((b - '\t') | ('\t' - b))) | ((0x7E - b) & (b - 0x80));
    }
    if (controls < 0) {
      throw new IllegalArgumentException("a header field has a control character");
    }
  }
}
