package dev.prism.server.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Another reader of HTTP/1.1 than the gateway's, as RFC 9112 has it without any of its leave to repair, but
/// for folded lines and empty ones before the request line. What the gateway serves must be a request to it too, or two readers could see two.
final class StrictRequest {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String TEXT = "[!-~\\x80-\\xff \\t]*";
  private static final Pattern START = Pattern
      .compile("(?:\r\n)*(" + TOKEN + ") (/[!-~]*|https?://[!-~]+|\\*) HTTP/1\\.([01])\r\n");
  private static final Pattern FIELD = Pattern
      .compile("(" + TOKEN + "):(" + TEXT + "(?:\r\n[ \\t]+" + TEXT + ")*)\r\n");
  private static final Pattern CHUNK = Pattern
      .compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;[^\r\n]*)?\r\n");

  private final String bytes;
  private int at;

  private StrictRequest(byte[] bytes) {
    this.bytes = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Why the bytes do not begin with a request; empty when they do.
  static String problemIn(byte[] bytes) {
    return new StrictRequest(bytes).problem();
  }

  private String problem() {
    Matcher start = match(START);
    if (start == null) {
      return "the request line";
    }
    List<String> lengths = new ArrayList<>();
    List<String> codings = new ArrayList<>();
    int hosts = 0;
    for (Matcher field = match(FIELD); field != null; field = match(FIELD)) {
      String value = field.group(2).strip();
      switch (field.group(1).toLowerCase(Locale.ROOT)) {
        case "content-length" -> lengths.add(value);
        case "transfer-encoding" -> codings.add(value);
        case "host" -> hosts++;
        default -> {
        }
      }
    }
    if (!bytes.startsWith("\r\n", at)) {
      return "a field";
    }
    at += 2;
    int hostsWanted = start.group(3).equals("0") ? 0 : 1;
    if (hosts > 1 || hosts < hostsWanted || lengths.size() + codings.size() > 1) {
      return hosts + " hosts, " + lengths + " lengths, " + codings + " codings";
    }
    if (!codings.isEmpty()) {
      return codings.getFirst().equalsIgnoreCase("chunked") ? chunks() : "the coding";
    }
    return lengths.isEmpty() || lengths.getFirst().matches("[0-9]+") ? "" : "the length";
  }

  private String chunks() {
    for (Matcher chunk = match(CHUNK); chunk != null; chunk = match(CHUNK)) {
      int size = Integer.parseUnsignedInt(chunk.group(1), 16);
      if (size == 0) {
        while (takes(FIELD)) {
          // A trailer: the gateway drops it.
        }
        return bytes.startsWith("\r\n", at) ? "" : "a trailer";
      }
      if (size < 0 || at + size > bytes.length() || !bytes.startsWith("\r\n", at + size)) {
        return "the end of a chunk";
      }
      at += size + 2;
    }
    return "the head of a chunk";
  }

  private boolean takes(Pattern form) {
    return match(form) != null;
  }

  private @Nullable Matcher match(Pattern form) {
    Matcher matcher = form.matcher(bytes).region(at, bytes.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher;
  }
}
