package dev.prism.server.pipeline;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonText;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Call;
import dev.prism.providers.Edit;
import dev.prism.routing.ParameterValue;
import dev.prism.routing.Prompt;
import dev.prism.routing.Target;
import dev.prism.routing.TargetSettings.PromptMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a target changes in a request's body: the model's name and what its dialect needs, the fields
/// that the target sets, and its prompt. All other bytes go as the client sent them.
final class TargetEdits {
  /// The request itself, which no target may replace.
  private static final Set<String> OWN = Set.of("model", "messages", "input", "prompt", "stream",
      "stream_options", "system");

  private TargetEdits() {}

  /// @param metadata fills the variables of the prompt
  static List<Edit> of(Call call, Target target, AskedRequest asked, JsonMembers body,
      Map<String, String> metadata) {
    List<Edit> needed = call.rewrite().edits(body, target.model());
    Prompt prompt = target.prompt();
    Map<String, ParameterValue> parameters = target.settings().parameters();
    if (parameters.isEmpty() && (prompt == null || prompt.mode() == PromptMode.NONE)) {
      return needed;
    }
    BodyEdits own = new BodyEdits(body);
    parameters.forEach((name, value) -> {
      if (!OWN.contains(name)) {
        own.set(name, value.json());
      }
    });
    if (prompt != null && prompt.mode() != PromptMode.NONE) {
      put(prompt, prompt.template().render(metadata), asked, body, own);
    }
    return merged(own.list(), needed);
  }

  private static void put(Prompt prompt, String text, AskedRequest asked, JsonMembers body,
      BodyEdits edits) {
    switch (asked.endpoint()) {
      case CHAT_COMPLETIONS -> leadingMessage(prompt.mode(), text, body, edits);
      case RESPONSES -> instructions(prompt.mode(), text, body, edits);
      case MESSAGES, COUNT_TOKENS -> system(prompt.mode(), text, body, edits);
      case COMPLETIONS, EMBEDDINGS, MODELS, PASSTHROUGH -> {
      }
    }
  }

  private static void leadingMessage(PromptMode mode, String text, JsonMembers body,
      BodyEdits edits) {
    String message = "{\"role\":\"system\",\"content\":" + JsonText.quote(text) + "}";
    JsonCursor messages = body.value(body.find("messages"));
    messages.enter();
    if (!messages.nextElement()) {
      edits.insert(messages.position() - 1, message);
      return;
    }
    int first = messages.position();
    int end = first;
    boolean more = true;
    while (more && mode == PromptMode.REPLACE && isInstruction(messages)) {
      end = messages.position();
      more = messages.nextElement();
    }
    if (end > first) {
      edits.replace(first, end, message);
    } else {
      edits.insert(first, message + ",");
    }
  }

  /// Whether the message here is a system or developer message; if so, steps past it.
  private static boolean isInstruction(JsonCursor messages) {
    JsonCursor ahead = messages.fork();
    boolean instruction = false;
    ahead.enter();
    while (ahead.nextMember()) {
      if (ahead.named("role")) {
        String role = ahead.string();
        instruction = role.equals("system") || role.equals("developer");
      } else {
        ahead.skip();
      }
    }
    if (instruction) {
      messages.skip();
    }
    return instruction;
  }

  private static void instructions(PromptMode mode, String text, JsonMembers body,
      BodyEdits edits) {
    int said = body.find("instructions");
    String before = said < 0 || mode == PromptMode.REPLACE ? "" : body.value(said).string();
    edits.set("instructions", JsonText.quote(before.isEmpty() ? text : text + "\n\n" + before));
  }

  /// Anthropic's `system` is a text or a list of blocks.
  private static void system(PromptMode mode, String text, JsonMembers body, BodyEdits edits) {
    int said = body.find("system");
    char kind = said < 0 || mode == PromptMode.REPLACE ? 0 : body.value(said).kind();
    if (kind == '[') {
      JsonCursor blocks = body.value(said);
      blocks.enter();
      boolean more = blocks.nextElement();
      edits.insert(body.valueStart(said) + 1,
          "{\"type\":\"text\",\"text\":" + JsonText.quote(text) + "}" + (more ? "," : ""));
      return;
    }
    String before = kind == '"' ? body.value(said).string() : "";
    edits.set("system", JsonText.quote(before.isEmpty() ? text : text + "\n\n" + before));
  }

  /// Both lists in the order of their place; where they want the same bytes, the target's own wish wins.
  private static List<Edit> merged(List<Edit> own, List<Edit> needed) {
    List<Edit> all = new ArrayList<>(own);
    for (Edit edit : needed) {
      if (own.stream().noneMatch(other -> edit.from() < other.to() && other.from() < edit.to())) {
        all.add(edit);
      }
    }
    all.sort(Comparator.comparingInt(Edit::from));
    return all;
  }
}
