package dev.prism.providers.simulated;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request asks, as far as the simulation cares.
///
/// @param model         the model, empty when none is named
/// @param system        the system prompt or the instructions
/// @param user          the last thing that the user said
/// @param stream        whether events are wanted
/// @param usageInStream whether the stream must end with usage
/// @param base64        whether embeddings are wanted in base64
/// @param tool          the function to call, null when none is to be called
/// @param inputs        texts to embed
/// @param promptTokens  how long the prompt is
record Asked(
    String model,
    String system,
    String user,
    boolean stream,
    boolean usageInStream,
    boolean base64,
    @Nullable String tool,
    List<String> inputs,
    int promptTokens) {
  private static final int TOKENS_PER_MESSAGE = 4;

  Asked {
    inputs = List.copyOf(inputs);
  }

  static Asked read(byte[] body) throws JsonProblem {
    JsonMembers members = new StrictJson(JsonLimits.REQUEST).check(body, 0, body.length);
    Texts texts = new Texts();
    texts.add("system", member(members, "instructions"));
    texts.add("user", member(members, "prompt"));
    texts.messages(members, "messages");
    texts.messages(members, "input");
    int options = members.find("stream_options");
    return new Asked(member(members, "model"), texts.system.toString(), texts.user,
        isTrue(members, "stream"), options >= 0 && includesUsage(members.value(options)),
        member(members, "encoding_format").equals("base64"), tool(members, texts),
        texts.inputs.isEmpty() ? List.of(texts.user) : texts.inputs,
        Math.max(1, texts.characters / 4 + texts.count * TOKENS_PER_MESSAGE));
  }

  private static String member(JsonMembers members, String name) {
    int index = members.find(name);
    return index < 0 ? "" : members.value(index).string();
  }

  private static boolean isTrue(JsonMembers members, String name) {
    int index = members.find(name);
    return index >= 0 && members.value(index).isTrue();
  }

  private static boolean includesUsage(JsonCursor at) {
    boolean asked = false;
    if (at.enter()) {
      while (at.nextMember()) {
        if (at.named("include_usage")) {
          asked = at.isTrue();
        } else {
          at.skip();
        }
      }
    }
    return asked;
  }

  /// The first tool, when the request demands one or the user names it; none after a tool has answered.
  private static @Nullable String tool(JsonMembers members, Texts texts) {
    int index = members.find("tools");
    if (index < 0 || texts.answered || member(members, "tool_choice").equals("none")) {
      return null;
    }
    int choice = members.find("tool_choice");
    boolean demanded = choice >= 0 && (members.value(choice).kind() == '{'
        || member(members, "tool_choice").equals("required"));
    String name = firstName(members.value(index));
    return !name.isEmpty() && (demanded || texts.user.contains(name)) ? name : null;
  }

  private static String firstName(JsonCursor at) {
    String name = "";
    if (at.kind() == '[' && at.enter() && at.nextElement() && at.enter()) {
      while (at.nextMember()) {
        if (at.named("name")) {
          name = at.string();
        } else if (at.named("function") && at.kind() == '{') {
          at.enter();
          while (at.nextMember()) {
            if (at.named("name")) {
              name = at.string();
            } else {
              at.skip();
            }
          }
        } else {
          at.skip();
        }
      }
    }
    return name;
  }

  /// The texts of a conversation.
  private static final class Texts {
    final StringBuilder system = new StringBuilder();
    final List<String> inputs = new ArrayList<>();
    String user = "";
    boolean answered;
    int characters;
    int count;

    void add(String role, String text) {
      if (text.isEmpty()) {
        return;
      }
      characters += text.length();
      count++;
      answered = role.equals("tool");
      if (role.equals("system") || role.equals("developer")) {
        system.append(text).append('\n');
      } else if (role.equals("user")) {
        user = text;
      }
    }

    void messages(JsonMembers members, String name) {
      int index = members.find(name);
      if (index < 0) {
        return;
      }
      JsonCursor at = members.value(index);
      if (at.kind() != '[') {
        add("user", at.string());
        return;
      }
      at.enter();
      while (at.nextElement()) {
        if (at.kind() == '{') {
          message(at);
        } else {
          String text = at.string();
          inputs.add(text);
          add("user", text);
        }
      }
    }

    private void message(JsonCursor at) {
      String role = "user";
      StringBuilder text = new StringBuilder();
      at.enter();
      while (at.nextMember()) {
        if (at.named("role")) {
          role = at.string();
        } else if (at.named("content") || at.named("output")) {
          content(at, text);
        } else if (at.named("type") && at.fork().string().equals("function_call_output")) {
          role = "tool";
          at.skip();
        } else {
          at.skip();
        }
      }
      add(role, text.toString());
    }

    private static void content(JsonCursor at, StringBuilder text) {
      if (at.kind() != '[') {
        text.append(at.string());
        return;
      }
      at.enter();
      while (at.nextElement()) {
        if (!at.enter()) {
          continue;
        }
        while (at.nextMember()) {
          if (at.named("text")) {
            text.append(at.string());
          } else {
            at.skip();
          }
        }
      }
    }
  }
}
