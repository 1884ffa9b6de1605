package dev.prism.scanners;

import dev.prism.exchange.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes edits into the JSON body that a text was taken from. Only the strings that change are written
/// anew; every other byte stays.
public final class BodyEditor {
  private BodyEditor() {}

  /// The body with the edits made.
  ///
  /// @param text what [TextExtractor] took from these very bytes
  public static byte[] apply(byte[] body, ScanText text, List<Verdict.Edit> edits) {
    ByteArrayOutputStream edited = new ByteArrayOutputStream(body.length + 64);
    int at = 0;
    for (int i = 0; i < text.segments().size(); i++) {
      Segment segment = text.segments().get(i);
      int index = i;
      if (segment.from() < at || edits.stream().noneMatch(e -> e.segment() == index)) {
        continue;
      }
      edited.write(body, at, segment.from() - at);
      String quoted = JsonText.quote(Edits.apply(segment.text(), i, edits));
      edited.writeBytes(quoted.getBytes(StandardCharsets.UTF_8));
      at = segment.to();
    }
    edited.write(body, at, body.length - at);
    return edited.toByteArray();
  }
}
