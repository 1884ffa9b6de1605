package dev.prism.scanners;

import dev.prism.exchange.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Writes edits into the JSON body that a text was taken from. Only the strings that change are written
/// anew, and what says the same text again is taken out; every other byte stays.
public final class BodyEditor {
  private BodyEditor() {}

  /// The body with the edits made.
  ///
  /// @param text what [TextExtractor] took from these very bytes
  public static byte[] apply(byte[] body, ScanText text, List<Verdict.Edit> edits) {
    return apply(body, 0, body.length, text, edits);
  }

  /// As above, for a body that is a part of an array.
  public static byte[] apply(byte[] body, int start, int end, ScanText text,
      List<Verdict.Edit> edits) {
    return rewrite(body, start, end, text, segment -> {
      boolean edited = edits.stream().anyMatch(edit -> edit.segment() == segment);
      return edited ? Edits.apply(text.segments().get(segment).text(), segment, edits) : null;
    });
  }

  /// The only segment of a text that is no JSON, with the edits made.
  public static String edited(ScanText text, List<Verdict.Edit> edits) {
    return Edits.apply(text.segments().getFirst().text(), 0, edits);
  }

  /// The body with other texts in place of segments'.
  ///
  /// @param texts the new text of a segment by its index, null where it stays
  public static byte[] rewrite(byte[] body, int start, int end, ScanText text,
      IntFunction<@Nullable String> texts) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < text.segments().size(); i++) {
      Segment segment = text.segments().get(i);
      String changed = segment.from() < 0 ? null : texts.apply(i);
      if (changed != null) {
        changes.add(new Change(segment.from(), segment.to(), JsonText.quote(changed)));
      }
    }
    if (!changes.isEmpty()) {
      text.echoes().forEach(echo -> changes.add(new Change(echo.from(), echo.to(), "null")));
    }
    changes.sort(Comparator.comparingInt(Change::from));
    ByteArrayOutputStream edited = new ByteArrayOutputStream(end - start + 64);
    int at = start;
    for (Change change : changes) {
      if (change.from() >= at) {
        edited.write(body, at, change.from() - at);
        edited.writeBytes(change.json().getBytes(StandardCharsets.UTF_8));
        at = change.to();
      }
    }
    edited.write(body, at, end - at);
    return edited.toByteArray();
  }

  private record Change(int from, int to, String json) {}
}
