package dev.prism.evals;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a span of an application stands for.
public enum SpanKind {
  TOOL, CHAIN, LLM, RETRIEVER, EMBEDDING, AGENT, RERANKER, UNKNOWN, GUARDRAIL, EVALUATOR, CONVERSATION, VECTOR_DB, A2A_CLIENT, A2A_SERVER;

  /// The kind that an application names, or else the one that the name of its operation suggests.
  ///
  /// @param named     in `gen_ai.span.kind`, `fi.span.kind` or `openinference.span.kind`
  /// @param operation in `gen_ai.operation.name`
  static SpanKind of(@Nullable String named, @Nullable String operation) {
    if (named != null) {
      String word = named.toUpperCase(Locale.ROOT).replace('-', '_');
      for (SpanKind kind : values()) {
        if (kind.name().equals(word)) {
          return kind;
        }
      }
      return word.equals("WORKFLOW") ? CHAIN : UNKNOWN;
    }
    return switch (operation == null ? "" : operation) {
      case "chat", "text_completion", "generate_content" -> LLM;
      case "embeddings" -> EMBEDDING;
      case "execute_tool" -> TOOL;
      case "create_agent", "invoke_agent" -> AGENT;
      case "retrieval", "retrieve" -> RETRIEVER;
      case "invoke_workflow" -> CHAIN;
      default -> UNKNOWN;
    };
  }

  /// Whether its output is text that answers are made from.
  boolean retrieves() {
    return this == RETRIEVER || this == VECTOR_DB || this == RERANKER;
  }
}
