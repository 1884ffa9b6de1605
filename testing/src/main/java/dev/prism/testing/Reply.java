package dev.prism.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a stub provider answers: a head, the pieces of a body (each one written and flushed by itself),
/// and how it ends.
///
/// @param headers without framing fields: those follow from `framing`
/// @param pieces  the body in the pieces in which it is sent
public record Reply(
    int status,
    List<Header> headers,
    List<byte[]> pieces,
    Framing framing,
    Ending ending) {
  public Reply {
    headers = List.copyOf(headers);
    pieces = List.copyOf(pieces);
  }

  /// `LENGTH` announces all pieces; `UNTIL_CLOSE` announces nothing and closes.
  public enum Framing {
    LENGTH, CHUNKED, UNTIL_CLOSE
  }

  /// `COMPLETE` ends the body as its framing wants; the others leave the body unfinished: close the
  /// connection, reset it, or keep it open and say nothing more.
  public enum Ending {
    COMPLETE, CLOSE, RESET, HANG
  }

  /// A whole JSON body with its length.
  public static Reply json(int status, String body) {
    return new Reply(status, List.of(new Header("content-type", "application/json")),
        List.of(bytes(body)), Framing.LENGTH, Ending.COMPLETE);
  }

  /// A server-sent event stream, in chunks as given.
  public static Reply events(List<byte[]> pieces) {
    return new Reply(200, List.of(new Header("content-type", "text/event-stream")), pieces,
        Framing.CHUNKED, Ending.COMPLETE);
  }

  /// A server-sent event stream of these `data:` payloads, one event a chunk.
  public static Reply sse(String... payloads) {
    List<byte[]> pieces = new ArrayList<>();
    for (String payload : payloads) {
      pieces.add(bytes("data: " + payload + "\n\n"));
    }
    return events(pieces);
  }

  /// Nothing at all, then the ending.
  public static Reply nothing(Ending ending) {
    return new Reply(0, List.of(), List.of(), Framing.UNTIL_CLOSE, ending);
  }

  public Reply ending(Ending other) {
    return new Reply(status, headers, pieces, framing, other);
  }

  public Reply framing(Framing other) {
    return new Reply(status, headers, pieces, other, ending);
  }

  public Reply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, pieces, framing, ending);
  }

  int length() {
    return pieces.stream().mapToInt(piece -> piece.length).sum();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
