package dev.prism.scanners;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the text out of requests and replies that have been checked as JSON. Every string that a model
/// may read is taken, whatever the dialect calls it: what is not known to be harmless (ids, models,
/// media types, encoded images) is scanned.
public final class TextExtractor {
  /// Most segments of one body; past it the text counts as incomplete.
  static final int MOST_SEGMENTS = 4096;
  private static final int MOST_DEPTH = 32;
  /// In characters. Names are the sender's, and each text keeps its path.
  private static final int MOST_PATH = 2048;

  private final List<Segment> segments = new ArrayList<>();
  private final List<ScanText.Echo> echoes = new ArrayList<>();
  private final byte[] body;
  private boolean complete = true;

  private TextExtractor(byte[] body) {
    this.body = body;
  }

  /// The text of a request body.
  public static ScanText request(Endpoint endpoint, byte[] body, int from, int to) {
    TextExtractor extractor = new TextExtractor(body);
    Segment.Kind base = endpoint == Endpoint.EMBEDDINGS
        ? Segment.Kind.RETRIEVED
        : Segment.Kind.USER;
    extractor.top(new JsonCursor(body, from, to), base);
    extractor.complete &= Chunks.cut(extractor.segments);
    return extractor.text();
  }

  /// The text of a reply body, or of one event of a streamed reply.
  public static ScanText reply(byte[] body, int from, int to) {
    TextExtractor extractor = new TextExtractor(body);
    extractor.value(new JsonCursor(body, from, to), Place.root(Segment.Kind.ASSISTANT));
    return extractor.text();
  }

  /// The text of a body that is no JSON, as one piece that cannot be edited; incomplete when it is not
  /// text at all.
  public static ScanText plain(byte[] body, int size, Segment.Kind kind) {
    String text = new String(body, 0, size, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') >= 0 ? new ScanText(List.of(), false) : ScanText.of(text, kind);
  }

  /// The text of a JSON document that stands in a string, with whom its parts belong to.
  static ScanText embedded(byte[] document, Segment.Kind kind) {
    TextExtractor extractor = new TextExtractor(document);
    extractor.value(new JsonCursor(document, 0, document.length),
        new Place("", "", kind, 0, null, true));
    return extractor.text();
  }

  private ScanText text() {
    return new ScanText(segments, complete, echoes);
  }

  /// Where a value stands, and so what its text is.
  ///
  /// @param tenant whom the enclosing object says that it belongs to
  /// @param free   whether its members are anybody's, not a dialect's: all of it is text
  private record Place(
      String path,
      String name,
      Segment.Kind kind,
      int depth,
      @Nullable String tenant,
      boolean free) {
    static Place root(Segment.Kind kind) {
      return new Place("", "", kind, 0, null, false);
    }

    Place member(String member, Segment.Kind memberKind, @Nullable String owner) {
      return new Place(path.isEmpty() ? member : path + "." + member, member, memberKind, depth + 1,
          owner, free || TextFields.isFree(member, name, memberKind));
    }

    Place element(int index) {
      return new Place(path + "[" + index + "]", name, kind, depth + 1, tenant, free);
    }
  }

  private void top(JsonCursor json, Segment.Kind base) {
    Place root = Place.root(base);
    if (json.kind() != '{') {
      value(json, root);
      return;
    }
    json.enter();
    while (json.nextMember()) {
      String name = json.name();
      Segment.Kind kind = switch (name) {
        case "system", "instructions" -> Segment.Kind.SYSTEM;
        case "tools", "functions", "response_format", "text" -> Segment.Kind.TOOL_DEFINITION;
        case "documents", "context", "chunks" -> Segment.Kind.RETRIEVED;
        default -> base;
      };
      if (TextFields.isText(name, "")) {
        tokens(json, name);
        value(json, root.member(name, kind, null));
      } else {
        skip(json, name);
      }
    }
  }

  /// A prompt may be given as the numbers of its tokens: text that nobody here can read.
  private void tokens(JsonCursor json, String name) {
    if (json.kind() == '[' && (name.equals("input") || name.equals("prompt"))) {
      JsonCursor list = json.fork();
      list.enter();
      if (list.nextElement() && list.kind() == '[') {
        list.enter();
        list.nextElement();
      }
      complete &= list.kind() != '0';
    }
  }

  /// Passes over what holds no text, and notes what repeats text in another form.
  private void skip(JsonCursor json, String name) {
    int from = json.position();
    boolean echo = TextFields.isEcho(name) && !json.isNull();
    json.skip();
    if (echo) {
      echoes.add(new ScanText.Echo(from, json.position()));
    }
  }

  private void value(JsonCursor json, Place place) {
    if (place.depth() > MOST_DEPTH || place.path().length() > MOST_PATH) {
      complete = false;
      json.skip();
      return;
    }
    switch (json.kind()) {
      case '"' -> string(json, place);
      case '[' -> array(json, place);
      case '{' -> object(json, place);
      default -> json.skip();
    }
  }

  private void string(JsonCursor json, Place place) {
    int from = json.position();
    String text = json.string();
    if (text.isEmpty() || TextFields.isMedia(text)) {
      return;
    }
    add(new Segment(text, place.kind(), place.path(), from, json.position(), place.tenant()));
  }

  private void add(Segment segment) {
    if (segments.size() < MOST_SEGMENTS) {
      segments.add(segment);
    } else {
      complete = false;
    }
  }

  private void array(JsonCursor json, Place place) {
    json.enter();
    for (int i = 0; json.nextElement(); i++) {
      value(json, place.element(json.kind() == '{' ? numbered(json.fork(), i) : i));
    }
  }

  /// The number that an element says that it has, as pieces of one stream do; else its place.
  private static int numbered(JsonCursor json, int place) {
    json.enter();
    while (json.nextMember()) {
      if (json.named("index")) {
        return (int) Math.max(0, Math.min(json.integer(place), 1 << 20));
      }
      json.skip();
    }
    return place;
  }

  private void object(JsonCursor json, Place place) {
    ObjectTraits traits = new ObjectTraits(place.kind(), place.tenant());
    traits.read(new JsonCursor(body, json.position(), body.length), place.free());
    json.enter();
    while (json.nextMember()) {
      String name = json.name();
      if (place.free() && !TextFields.isPlainName(name)) {
        add(new Segment(name, place.kind(), place.path()));
      }
      if (place.free() || (TextFields.isText(name, traits.type())
          && !(traits.isResponse() && TextFields.isAsked(name)))) {
        value(json, place.member(name, traits.kindOf(name), traits.tenant()));
      } else {
        skip(json, name);
      }
    }
  }
}
