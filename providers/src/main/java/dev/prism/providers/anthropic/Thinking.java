package dev.prism.providers.anthropic;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Reasoning;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.ModelTraits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a Claude model is told to think: newer ones by an effort, older ones by a budget.
///
/// @param effort null for none, [Reasoning#ANY] for as much as the model finds good
/// @param budget in tokens, 0 for none
/// @param off    whether it must be said that it should not
public record Thinking(@Nullable String effort, long budget, boolean off) {
  private static final Thinking SILENT = new Thinking(null, 0, false);

  /// Whether it thinks.
  public boolean thinks() {
    return effort != null || budget > 0;
  }

  /// What suits the model, the length of the answer, and a conversation whose earlier thoughts may be lost:
  /// without them thinking would be refused, so it is turned off and `dropped` says so.
  ///
  /// @param most the most tokens of the answer, thoughts included
  public static Thinking of(ChatRequest request, ModelTraits traits, long most,
      List<String> dropped) {
    Reasoning reasoning = request.reasoning();
    if (!reasoning.wanted()) {
      return reasoning.unwanted() && traits.toggle() ? new Thinking(null, 0, true) : SILENT;
    }
    boolean forced = request.tools().choice() == Tools.Choice.ANY
        || request.tools().choice() == Tools.Choice.ONE;
    boolean room = !traits.efforts().isEmpty() || most > traits.budgetLeast();
    if (!traits.reasons() || forced || !room || lost(request)) {
      dropped.add("reasoning_effort");
      return SILENT;
    }
    String level = reasoning.level();
    String effort = level == null ? null : traits.effort(level);
    if (effort != null && Reasoning.ANY.equals(reasoning.effort())) {
      return new Thinking(Reasoning.ANY, 0, false);
    }
    if (effort != null && (reasoning.budgetTokens() == 0 || traits.budgetLeast() < 0)) {
      return new Thinking(effort, 0, false);
    }
    long budget = Math.clamp(reasoning.budget(), traits.budgetLeast(),
        Math.max(traits.budgetLeast(), most - 1));
    return new Thinking(null, budget, false);
  }

  /// Whether the last turn of the model called a tool and its thoughts are not there any more.
  private static boolean lost(ChatRequest request) {
    for (Message message : Message.merged(request.messages()).reversed()) {
      if (message.role() == Message.Role.ASSISTANT) {
        boolean called = message.blocks().stream().anyMatch(Block.ToolUse.class::isInstance);
        boolean thought = message.blocks()
            .stream()
            .anyMatch(block -> block instanceof Block.RedactedThinking
                || (block instanceof Block.Thinking(String _, String signature)
                    && !signature.isEmpty()));
        return called && !thought;
      }
    }
    return false;
  }

  /// Writes `thinking`, and `output_config` with the format besides.
  public void write(OutputFormat format, JsonWriter out) {
    if (off) {
      out.raw("thinking", "{\"type\":\"disabled\"}");
    } else if (effort != null) {
      out.raw("thinking", "{\"type\":\"adaptive\"}");
    } else if (budget > 0) {
      out.object("thinking").text("type", "enabled").number("budget_tokens", budget).endObject();
    }
    boolean measured = effort != null && !effort.equals(Reasoning.ANY);
    if (!measured && !(format instanceof OutputFormat.Schema)) {
      return;
    }
    out.object("output_config").text("effort", measured ? effort : null);
    if (format instanceof OutputFormat.Schema schema) {
      out.object("format").text("type", "json_schema").raw("schema", schema.schema()).endObject();
    }
    out.endObject();
  }
}
