package dev.prism.providers.gemini;

import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Embeddings;
import dev.prism.providers.Outgoing;
import dev.prism.providers.PathSegment;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Embeddings of the Gemini API, one request for all texts; it counts no tokens. Vertex has them for one
/// text at a time.
///
/// @param batch whether several texts go at once
record GeminiEmbeddings(String models, Supplier<Map<String, String>> headers, boolean batch)
    implements
      Embeddings {
  @Override
  public Outgoing write(Wanted wanted, String model) throws Unsuited {
    JsonWriter out = new JsonWriter(new StringBuilder(512));
    String verb = batch ? ":batchEmbedContents" : ":embedContent";
    if (batch) {
      out.object().array("requests");
      for (String text : wanted.texts()) {
        out.object().text("model", "models/" + model);
        content(text, wanted.dimensions(), out);
        out.endObject();
      }
      out.endArray().endObject();
    } else if (wanted.texts().size() > 1) {
      throw Unsuited.cannot("input", "This target takes one text at a time.");
    } else {
      out.object();
      content(wanted.texts().getFirst(), wanted.dimensions(), out);
      out.endObject();
    }
    return new Outgoing(models + PathSegment.encode(model) + verb, headers.get(), out.toString(),
        List.of());
  }

  private static void content(String text, @Nullable String dimensions, JsonWriter out) {
    out.object("content").array("parts").object().text("text", text).endObject().endArray();
    out.endObject().raw("outputDimensionality", dimensions);
  }

  @Override
  public Vectors read(JsonFields reply) {
    List<String> vectors = new ArrayList<>();
    for (JsonFields embedding : reply.objects("embeddings")) {
      add(embedding, vectors);
    }
    add(reply.object("embedding"), vectors);
    return new Vectors(vectors, reply.object("usageMetadata").integer("promptTokenCount", -1));
  }

  private static void add(JsonFields embedding, List<String> vectors) {
    String values = embedding.raw("values", '[');
    if (values != null) {
      vectors.add(values);
    }
  }
}
