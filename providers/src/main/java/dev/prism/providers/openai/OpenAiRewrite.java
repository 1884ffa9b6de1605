package dev.prism.providers.openai;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonText;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Edit;
import dev.prism.providers.RequestRewrite;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What changes in a request that is in the OpenAI dialect already: the model's name, the question for
/// usage at the end of a stream, and the names of members that the provider calls otherwise.
///
/// @param usage  what to do about `stream_options`
/// @param rename names of members, the client's to the provider's
/// @param drops  members that the provider refuses
record OpenAiRewrite(StreamUsage usage, Map<String, String> rename, Set<String> drops)
    implements
      RequestRewrite {
  /// `ASK` puts `include_usage` into a stream's request, `NEVER` takes `stream_options` out, `LEAVE` is
  /// for endpoints that have no such member.
  enum StreamUsage {
    ASK, NEVER, LEAVE
  }

  @Override
  public List<Edit> edits(JsonMembers body, String model) {
    BodyEdits edits = new BodyEdits(body);
    int named = body.find("model");
    if (named < 0 || !body.value(named).string().equals(model)) {
      edits.set("model", JsonText.quote(model));
    }
    int stream = body.find("stream");
    if (stream >= 0 && body.value(stream).isTrue()) {
      streamOptions(body, edits);
    }
    if (!drops.isEmpty()) {
      edits.drop(name -> drops.contains(name)
          || (usage == StreamUsage.NEVER && name.equals("stream_options")));
    }
    for (Map.Entry<String, String> entry : rename.entrySet()) {
      edits.rename(entry.getKey(), entry.getValue());
    }
    return edits.list();
  }

  private void streamOptions(JsonMembers body, BodyEdits edits) {
    switch (usage) {
      case ASK -> ask(body, edits);
      case NEVER -> {
        if (drops.isEmpty()) {
          edits.remove("stream_options");
        }
      }
      case LEAVE -> {
      }
    }
  }

  @Override
  public List<String> dropped(JsonMembers body) {
    if (drops.isEmpty()) {
      return List.of();
    }
    return drops.stream().filter(name -> body.find(name) >= 0).sorted().toList();
  }

  private static void ask(JsonMembers body, BodyEdits edits) {
    int index = body.find("stream_options");
    if (index < 0) {
      edits.set("stream_options", "{\"include_usage\":true}");
      return;
    }
    JsonCursor options = body.value(index);
    if (options.isNull()) {
      edits.set("stream_options", "{\"include_usage\":true}");
      return;
    }
    if (options.kind() != '{' || !options.enter()) {
      return;
    }
    boolean empty = true;
    while (options.nextMember()) {
      empty = false;
      if (options.named("include_usage")) {
        if (options.kind() != 't') {
          int from = options.position();
          options.skip();
          edits.replace(from, options.position(), "true");
        }
        return;
      }
      options.skip();
    }
    edits.insert(body.valueStart(index) + 1,
        empty ? "\"include_usage\":true" : "\"include_usage\":true,");
  }
}
