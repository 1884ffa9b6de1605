package dev.prism.providers.openai;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/// The members of a `response` object that are read, each as a cursor or its text.
final class Parts {
  String id = "";
  String model = "";
  /// Why it is incomplete, empty when it is not.
  String incomplete = "";
  @Nullable
  JsonCursor output;
  @Nullable
  JsonCursor usage;
  @Nullable
  JsonCursor error;

  static Parts of(JsonCursor at) {
    Parts parts = new Parts();
    if (at.kind() != '{') {
      return parts;
    }
    at.enter();
    while (at.nextMember()) {
      if (at.named("id")) {
        parts.id = at.string();
      } else if (at.named("model")) {
        parts.model = at.string();
      } else if (at.named("incomplete_details")) {
        parts.incomplete = reason(at);
      } else {
        parts.keep(at);
        at.skip();
      }
    }
    return parts;
  }

  static Parts of(JsonMembers reply) {
    if (reply.size() == 0) {
      return new Parts();
    }
    Parts parts = new Parts();
    parts.id = ResponsesDecoder.text(reply, "id");
    parts.model = ResponsesDecoder.text(reply, "model");
    int incomplete = reply.find("incomplete_details");
    parts.incomplete = incomplete < 0 ? "" : reason(reply.value(incomplete));
    parts.output = value(reply, "output");
    parts.usage = value(reply, "usage");
    return parts;
  }

  private void keep(JsonCursor at) {
    if (at.named("output")) {
      output = at.fork();
    } else if (at.named("usage")) {
      usage = at.fork();
    } else if (at.named("error") && !at.isNull()) {
      error = at.fork();
    }
  }

  private static @Nullable JsonCursor value(JsonMembers reply, String name) {
    int index = reply.find(name);
    return index < 0 ? null : reply.value(index);
  }

  private static String reason(JsonCursor at) {
    if (at.kind() != '{') {
      at.skip();
      return "";
    }
    String reason = "";
    at.enter();
    while (at.nextMember()) {
      if (at.named("reason")) {
        reason = at.string();
      } else {
        at.skip();
      }
    }
    return reason;
  }
}
