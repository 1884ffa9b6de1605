package dev.prism.server.rails;

import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.scanners.BodyEditor;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.Segment;
import dev.prism.scanners.TextExtractor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One event of a guarded stream, kept until all of its text has been decided. Leaves as it came unless
/// some of its text has changed, or it says things that nobody reads.
final class StreamEvent {
  private static final byte[] KEEP_ALIVE = ":\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> FIELDS = List.of("data", "event");
  /// Members that carry a piece of a text whose rest comes in other events.
  private static final Set<String> PIECES = Set.of("text", "completion", "generation", "outputText",
      "content", "arguments", "partial_json", "delta", "thinking", "token");

  private final byte[] raw;
  private final byte[] data;
  private final String type;
  private final boolean hasData;
  private final ScanText text;
  private final List<TextPiece> pieces = new ArrayList<>();
  private final Set<Integer> finished = new TreeSet<>();
  private String dialectType = "";
  private String place = "";
  private int undecided;

  StreamEvent(SseEvent event) {
    raw = Arrays.copyOfRange(event.raw(), event.rawStart(), event.rawEnd());
    hasData = event.hasData();
    type = event.type();
    data = hasData
        ? Arrays.copyOfRange(event.data(), event.dataStart(), event.dataEnd())
        : new byte[0];
    text = hasData && !event.dataIs("[DONE]")
        ? TextExtractor.reply(data, 0, data.length)
        : ScanText.NOTHING;
    if (!text.segments().isEmpty()) {
      places();
    }
    choices();
    for (Segment segment : text.segments()) {
      String path = segment.path();
      pieces.add(new TextPiece(this, choice(path), place + path, isPiece(path),
          segment.as(kind(segment))));
    }
    undecided = pieces.size();
  }

  /// Two dialects say what a piece is in the event's type, or in the member's name alone.
  private Segment.Kind kind(Segment segment) {
    if (segment.path().endsWith("partial_json") || dialectType.contains("arguments")) {
      return Segment.Kind.TOOL_ARGUMENT;
    }
    return dialectType.startsWith("response.reasoning") ? Segment.Kind.REASONING : segment.kind();
  }

  /// What tells the texts of two events of the same path apart: the numbers that stand beside them.
  private void places() {
    JsonCursor json = new JsonCursor(data, 0, data.length);
    if (json.kind() != '{') {
      return;
    }
    json.enter();
    StringBuilder numbers = new StringBuilder();
    while (json.nextMember()) {
      if (json.named("type") && json.kind() == '"') {
        dialectType = json.string();
      } else if (json.kind() == '0' && (json.named("index") || json.named("output_index")
          || json.named("content_index") || json.named("summary_index"))) {
        numbers.append(json.name().charAt(0)).append(json.integer(0)).append('.');
      } else {
        json.skip();
      }
    }
    place = dialectType + '/' + numbers;
  }

  /// Which choices end with this event.
  private void choices() {
    JsonCursor json = new JsonCursor(data, 0, data.length);
    if (json.kind() != '{') {
      return;
    }
    json.enter();
    while (json.nextMember()) {
      if (!json.named("choices") || json.kind() != '[') {
        json.skip();
        continue;
      }
      json.enter();
      for (int i = 0; json.nextElement(); i++) {
        choice(json.fork(), i);
        json.skip();
      }
    }
  }

  private void choice(JsonCursor choice, int place) {
    int number = place;
    boolean ends = false;
    choice.enter();
    while (choice.nextMember()) {
      if (choice.named("index")) {
        number = (int) choice.integer(place);
      } else {
        ends |= choice.named("finish_reason") && choice.kind() == '"';
        choice.skip();
      }
    }
    if (ends) {
      finished.add(number);
    }
  }

  private static int choice(String path) {
    int open = path.startsWith("choices[") ? "choices[".length() : -1;
    int close = open < 0 ? -1 : path.indexOf(']', open);
    return close < 0 ? 0 : Integer.parseInt(path.substring(open, close));
  }

  private boolean isPiece(String path) {
    String leaf = path.substring(path.lastIndexOf('.') + 1);
    if (leaf.equals("name") || dialectType.endsWith(".done")
        || dialectType.startsWith("response.output_item")
        || dialectType.startsWith("response.content_part")) {
      return false;
    }
    boolean within = path.contains("delta.") || path.startsWith("choices[")
        || path.startsWith("candidates[");
    return PIECES.contains(leaf) || (within && !path.contains("annotations"));
  }

  List<TextPiece> pieces() {
    return pieces;
  }

  /// Whether the choice has ended with this event.
  boolean ends(int choice) {
    return finished.contains(choice) || dialectType.endsWith("_stop")
        || dialectType.endsWith(".done") || dialectType.equals("message_delta")
        || dialectType.equals("response.completed");
  }

  boolean isComplete() {
    return text.complete();
  }

  void decided() {
    undecided--;
  }

  boolean mayLeave() {
    return undecided == 0;
  }

  int size() {
    return raw.length;
  }

  /// What goes to the client.
  byte[] bytes() {
    boolean changed = pieces.stream().anyMatch(TextPiece::isChanged);
    if (!hasData) {
      return KEEP_ALIVE;
    }
    if (!changed && isPlain()) {
      return raw;
    }
    byte[] edited = changed
        ? BodyEditor.rewrite(data, 0, data.length, text,
            i -> pieces.get(i).isChanged() ? pieces.get(i).text() : null)
        : data;
    String json = new String(edited, StandardCharsets.UTF_8).replace('\n', ' ');
    return ((type.isEmpty() ? "" : "event: " + type + "\n") + "data: " + json + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Whether it has no line but those that are read: a comment may say anything.
  private boolean isPlain() {
    String lines = new String(raw, StandardCharsets.ISO_8859_1);
    return lines.lines()
        .allMatch(line -> line.isEmpty()
            || FIELDS.stream().anyMatch(field -> line.startsWith(field + ":")));
  }
}
