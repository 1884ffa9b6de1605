package dev.prism.providers.bedrock;

import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Embeddings;
import dev.prism.providers.Outgoing;
import dev.prism.providers.PathSegment;
import dev.prism.providers.Unsuited;
import java.util.List;

/// Embeddings of Amazon's Titan models, one text at a time.
record TitanEmbeddings(String base, ConverseWriter.Signer signer) implements Embeddings {
  @Override
  public Outgoing write(Wanted wanted, String model) throws Unsuited {
    if (wanted.texts().size() > 1 || !model.contains("titan-embed")) {
      throw Unsuited.cannot("input", "This target embeds one text at a time, by a Titan model.");
    }
    String body = new JsonWriter(new StringBuilder(256)).object()
        .text("inputText", wanted.texts().getFirst())
        .raw("dimensions", wanted.dimensions())
        .endObject()
        .toString();
    String path = base + "/model/" + PathSegment.encode(model) + "/invoke";
    return new Outgoing(path, signer.headers(path, body), body, List.of());
  }

  @Override
  public Vectors read(JsonFields reply) {
    String vector = reply.raw("embedding", '[');
    return new Vectors(vector == null ? List.of() : List.of(vector),
        reply.integer("inputTextTokenCount", -1));
  }
}
