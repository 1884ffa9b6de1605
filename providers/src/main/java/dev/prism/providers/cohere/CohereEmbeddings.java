package dev.prism.providers.cohere;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Embeddings;
import dev.prism.providers.Outgoing;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Embeddings of version 2. The client cannot say what they are for, so they are made for documents.
///
/// @param path of the endpoint
record CohereEmbeddings(String path) implements Embeddings {
  private static final int MOST_TEXTS = 96;

  @Override
  public Outgoing write(Wanted wanted, String model) throws Unsuited {
    if (wanted.texts().size() > MOST_TEXTS) {
      throw Unsuited.cannot("input", "This target takes 96 texts at a time.");
    }
    JsonWriter out = new JsonWriter(new StringBuilder(512)).object().text("model", model);
    out.array("texts");
    wanted.texts().forEach(out::text);
    out.endArray()
        .text("input_type", "search_document")
        .raw("embedding_types", "[\"float\"]")
        .raw("output_dimension", wanted.dimensions())
        .endObject();
    return new Outgoing(path, Map.of(), out.toString(), List.of());
  }

  @Override
  public Vectors read(JsonFields reply) {
    List<String> vectors = new ArrayList<>();
    JsonCursor list = reply.object("embeddings").at("float");
    if (list != null && list.kind() == '[') {
      list.enter();
      while (list.nextElement()) {
        vectors.add(list.raw());
      }
    }
    return new Vectors(vectors,
        reply.object("meta").object("billed_units").integer("input_tokens", -1));
  }
}
