package dev.prism.perf.load;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// A chat request as an application sends it: a system prompt, then turns of prose with the escapes
/// and the few characters outside ASCII that real text has, up to the size that is wanted. The same
/// seed gives the same bytes.
public final class ChatBody {
  /// The model that every subject is set up to serve.
  public static final String MODEL = "gpt-4o-mini";
  private static final String[] WORDS = ("the order of a customer was sent to an address that is not "
      + "in our records so please check which parcel it is and when we can expect the refund for "
      + "item number delivery invoice account payment because support team said policy allows "
      + "return within thirty days after purchase with receipt Thanks however I would like know "
      + "whether shipping costs are included naïve café Zürich – however").split(" ");
  private static final int TURN_WORDS = 90;

  private final Random random;
  private final StringBuilder json = new StringBuilder();

  private ChatBody(long seed) {
    random = new Random(seed);
  }

  /// @param bytes  size of the whole body, at least 400
  /// @param stream whether the reply is asked for as events, with usage at the end
  public static byte[] of(int bytes, boolean stream) {
    return new ChatBody(bytes).write(bytes, stream);
  }

  private byte[] write(int bytes, boolean stream) {
    json.append("{\"model\":\"").append(MODEL).append("\",\"temperature\":0.2,\"max_tokens\":512,");
    if (stream) {
      json.append("\"stream\":true,\"stream_options\":{\"include_usage\":true},");
    }
    json.append("\"messages\":[{\"role\":\"system\",\"content\":\"You help customers of a shop. "
        + "Answer in two sentences.\\nNever name another customer.\"}");
    boolean user = true;
    int room = bytes - encoded().length;
    while (room > TURN_WORDS * 14) {
      turn(user ? "user" : "assistant", TURN_WORDS);
      user = !user;
      room = bytes - encoded().length;
    }
    json.append(",{\"role\":\"user\",\"content\":\"");
    String end = "\"}],\"user\":\"u-4711\"}";
    int padding = bytes - encoded().length - end.length();
    while (padding > 0) {
      String word = WORDS[random.nextInt(20)];
      json.append(word, 0, Math.min(padding, word.length()));
      padding -= word.length();
      if (padding-- > 0) {
        json.append(' ');
      }
    }
    json.append(end);
    return encoded();
  }

  private void turn(String role, int words) {
    json.append(",{\"role\":\"").append(role).append("\",\"content\":\"");
    for (int i = 0; i < words; i++) {
      json.append(i == 0 ? "" : random.nextInt(25) == 0 ? ".\\n" : " ");
      String word = WORDS[random.nextInt(WORDS.length)];
      if (random.nextInt(60) == 0) {
        json.append("\\\"").append(word).append("\\\"");
      } else {
        json.append(word);
      }
    }
    json.append("\"}");
  }

  private byte[] encoded() {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
