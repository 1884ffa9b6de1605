package dev.prism.providers;

import dev.prism.exchange.json.JsonFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one provider is asked for embeddings, for clients that ask in the OpenAI dialect.
public interface Embeddings {
  /// @param texts      at least one
  /// @param dimensions how long the vectors should be, null for the model's own length
  record Wanted(List<String> texts, @Nullable String dimensions) {
    public Wanted {
      texts = List.copyOf(texts);
    }
  }

  /// @param vectors     each a JSON array of numbers, in the order of the texts
  /// @param inputTokens what the provider counted, -1 when it does not say
  record Vectors(List<String> vectors, long inputTokens) {
    public Vectors {
      vectors = List.copyOf(vectors);
    }
  }

  /// Writes the request.
  ///
  /// @throws Unsuited if the provider cannot take so many texts at once
  Outgoing write(Wanted wanted, String model) throws Unsuited;

  /// Reads the reply.
  Vectors read(JsonFields reply);
}
