package dev.prism.providers.simulated;

import dev.prism.exchange.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.SplittableRandom;

/// Vectors of unit length that depend on the text alone.
final class Embedding {
  private static final int DIMENSIONS = 64;

  private Embedding() {}

  static String reply(Asked asked) {
    StringBuilder out = new StringBuilder("{\"object\":\"list\",\"data\":[");
    for (int i = 0; i < asked.inputs().size(); i++) {
      float[] vector = vector(asked.inputs().get(i));
      out.append(i == 0 ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":")
          .append(i)
          .append(",\"embedding\":")
          .append(asked.base64() ? "\"" + base64(vector) + "\"" : list(vector))
          .append('}');
    }
    return out.append("],\"model\":")
        .append(JsonText.quote(asked.model()))
        .append(",\"usage\":{\"prompt_tokens\":")
        .append(asked.promptTokens())
        .append(",\"total_tokens\":")
        .append(asked.promptTokens())
        .append("}}")
        .toString();
  }

  private static float[] vector(String text) {
    SplittableRandom random = new SplittableRandom(text.hashCode());
    double[] raw = new double[DIMENSIONS];
    double square = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      raw[i] = random.nextDouble() - 0.5;
      square += raw[i] * raw[i];
    }
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (raw[i] / Math.sqrt(square));
    }
    return vector;
  }

  private static String list(float[] vector) {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < vector.length; i++) {
      list.append(i == 0 ? "" : ",").append(vector[i]);
    }
    return list.append(']').toString();
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      bytes.putFloat(value);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
