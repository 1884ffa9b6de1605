package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.chat.TokenEstimate;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.exchange.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Translates embeddings: the client speaks the OpenAI dialect, whose own libraries ask for vectors in
/// base64 unless told otherwise.
public record EmbeddingTranslator(Embeddings provider) implements Translator {
  @Override
  public Translation begin(JsonMembers body, Asking asking) throws Unsuited {
    JsonFields fields = JsonFields.of(body);
    List<String> texts = fields.texts("input");
    if (texts.isEmpty() || elements(fields) != texts.size()) {
      throw Unsuited.cannot("input", "This target takes a text or a list of texts.");
    }
    Outgoing outgoing = provider.write(new Embeddings.Wanted(texts, fields.raw("dimensions", '0')),
        asking.model());
    Reply reply = new Reply(provider, asking.model(), texts,
        fields.text("encoding_format").equals("base64"));
    return new Translation(outgoing, reply, reply);
  }

  private static int elements(JsonFields fields) {
    JsonCursor list = fields.at("input");
    if (list == null || list.kind() != '[') {
      return 1;
    }
    int count = 0;
    list.enter();
    while (list.nextElement()) {
      count++;
      list.skip();
    }
    return count;
  }

  /// Both sides of a reply: vectors have no place among the events of a conversation.
  private static final class Reply implements ReplyDecoder, ReplyEncoder {
    private final Embeddings provider;
    private final String model;
    private final List<String> texts;
    private final boolean base64;
    private Embeddings.@Nullable Vectors vectors;

    Reply(Embeddings provider, String model, List<String> texts, boolean base64) {
      this.provider = provider;
      this.model = model;
      this.texts = texts;
      this.base64 = base64;
    }

    @Override
    public void event(SseEvent event, Consumer<ResponseEvent> out) {}

    @Override
    public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out)
        throws JsonProblem {
      Embeddings.Vectors read = provider
          .read(JsonFields.of(new StrictJson(JsonLimits.REPLY).check(bytes, from, to)));
      if (read.vectors().size() == texts.size()) {
        vectors = read;
        out.accept(new ResponseEvent.Other(0));
        if (read.inputTokens() >= 0) {
          out.accept(new ResponseEvent.Usage(TokenUsage.of(read.inputTokens(), 0)));
        }
      }
    }

    @Override
    public boolean complete() {
      return vectors != null;
    }

    @Override
    public boolean usageOnly() {
      return false;
    }

    @Override
    public void event(ResponseEvent event, StringBuilder out) {}

    @Override
    public void end(StringBuilder out) {}

    @Override
    public String whole(List<ResponseEvent> events) {
      Embeddings.Vectors known = vectors;
      List<String> all = known == null ? List.of() : known.vectors();
      JsonWriter json = new JsonWriter(new StringBuilder(1024)).object().text("object", "list");
      json.array("data");
      for (int i = 0; i < all.size(); i++) {
        json.object().text("object", "embedding").number("index", i);
        if (base64) {
          json.text("embedding", packed(all.get(i)));
        } else {
          json.raw("embedding", all.get(i));
        }
        json.endObject();
      }
      long tokens = known == null || known.inputTokens() < 0
          ? texts.stream().mapToLong(TokenEstimate::of).sum()
          : known.inputTokens();
      return json.endArray()
          .text("model", model)
          .object("usage")
          .number("prompt_tokens", tokens)
          .number("total_tokens", tokens)
          .endObject()
          .endObject()
          .toString();
    }

    /// Floats of four bytes, the lowest byte first.
    private static String packed(String vector) {
      byte[] json = vector.getBytes(StandardCharsets.US_ASCII);
      List<Float> numbers = new ArrayList<>();
      JsonCursor at = new JsonCursor(json, 0, json.length);
      at.enter();
      while (at.nextElement()) {
        boolean number = at.kind() == '0';
        String text = at.raw();
        numbers.add(number ? Float.parseFloat(text) : 0);
      }
      ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * Float.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN);
      numbers.forEach(bytes::putFloat);
      return Base64.getEncoder().encodeToString(bytes.array());
    }
  }
}
