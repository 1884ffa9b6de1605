package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.chat.OutputFormat;
import dev.prism.exchange.chat.Reasoning;
import dev.prism.exchange.chat.Sampling;
import dev.prism.exchange.chat.Tools;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A random conversation, written for a provider and read again from what it would get, is the
/// conversation, up to what docs/dialects.md lists.
class RequestRoundTripTest {
  private static final int CASES = 1_000;
  private static final long SEED = 20_261_128;

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "mistral", "openrouter", "gemini", "bedrock", "cohere"})
  void whatIsWrittenSaysWhatWasAsked(String provider) throws Unsuited {
    for (int i = 0; i < CASES; i++) {
      ChatRequest asked = conversation(new Tongue(SEED + i), provider);
      Endpoint other = provider.equals("anthropic") ? Endpoint.CHAT_COMPLETIONS : Endpoint.MESSAGES;
      Call call = Talk.adapter(provider).call(other, "m");
      if (call == null || !(call.translator() instanceof ChatTranslator translator)) {
        throw new AssertionError(provider);
      }
      JsonNode sent = Talk.JSON.readTree(translator.provider().write(asked, "m").body());
      assertThat(said(read(provider, sent))).as("seed %s, %s: %s", SEED + i, provider, sent)
          .isEqualTo(said(asked));
    }
  }

  private static ChatRequest read(String provider, JsonNode sent) throws Unsuited {
    JsonNode body = switch (provider) {
      case "gemini" -> RecordedIntents.ofGemini(sent, false);
      case "bedrock" -> RecordedIntents.ofBedrock(sent, false);
      case "cohere" -> RecordedIntents.ofCohere(sent);
      default -> sent;
    };
    return Dialects.of(provider.equals("anthropic") ? Endpoint.MESSAGES : Endpoint.CHAT_COMPLETIONS)
        .request(Talk.members(body.toString()));
  }

  private static ChatRequest conversation(Tongue tongue, String provider) {
    List<Message> messages = new ArrayList<>();
    if (tongue.chance(50)) {
      messages.add(new Message(Role.SYSTEM, List.of(new Block.Text(tongue.text()))));
    }
    int made = 0;
    for (int turn = 1 + tongue.below(4); turn > 0; turn--) {
      messages.add(new Message(Role.USER, user(tongue)));
      List<Block> answer = new ArrayList<>();
      answer.add(new Block.Text(tongue.text()));
      List<Block> results = new ArrayList<>();
      for (int call = tongue.below(3); call > 0; call--) {
        // Nine letters and digits are what the strictest provider takes as they are.
        String id = "call%05d".formatted(made++);
        answer.add(new Block.ToolUse(id, "tool" + made, tongue.object(), null));
        results.add(new Block.ToolResult(id, List.of(new Block.Text("r " + tongue.text())), false));
      }
      messages.add(new Message(Role.ASSISTANT, answer));
      if (!results.isEmpty()) {
        messages.add(new Message(Role.USER, results));
      }
    }
    return new ChatRequest("m", false, messages, tools(tongue), sampling(tongue, provider),
        OutputFormat.PLAIN, Reasoning.DEFAULT, ChatRequest.Extras.NONE);
  }

  private static List<Block> user(Tongue tongue) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Text(tongue.text()));
    if (tongue.chance(20)) {
      blocks.add(new Block.Image(Media.bytes("image/png", "QUJD"), null));
    }
    return blocks;
  }

  private static Tools tools(Tongue tongue) {
    List<Tools.Tool> list = new ArrayList<>();
    for (int i = 1 + tongue.below(3); i > 0; i--) {
      list.add(new Tools.Tool("tool" + i, "d" + tongue.text(),
          "{\"type\":\"object\",\"properties\":{\"k" + i + "\":{\"type\":\"string\"}}}", null,
          null));
    }
    Tools.Choice[] choices = {Tools.Choice.DEFAULT, Tools.Choice.ANY};
    return new Tools(list, choices[tongue.below(2)], List.of(), null);
  }

  private static Sampling sampling(Tongue tongue, String provider) {
    boolean one = provider.equals("anthropic");
    return new Sampling(1 + tongue.below(4000), tongue.chance(50) ? "0.5" : null,
        !one && tongue.chance(50) ? "0.25" : null, null, null, null, null,
        tongue.chance(30) ? List.of("END", "STOP") : List.of(), 1);
  }

  /// All that must survive.
  private static List<String> said(ChatRequest request) {
    List<String> said = new ArrayList<>();
    for (Message message : Message.merged(request.messages())) {
      for (Block block : message.blocks()) {
        said.add(message.role() + " " + switch (block) {
          case Block.ToolUse use ->
            "calls " + use.name() + Talk.JSON.readTree(use.arguments()) + use.id();
          case Block.ToolResult result -> "hears " + result.text();
          case Block.Image image -> "sees " + image.media();
          case Block.Text text -> "says " + text.text();
          default -> block.toString();
        });
      }
    }
    request.tools()
        .list()
        .forEach(tool -> said.add(tool.name() + tool.description() + tool.schema()));
    said.add(request.tools().choice() + " " + request.sampling());
    return said;
  }
}
