package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonMembers;

/// Reads the forms in which a provider says, inside a reply that began well, that it failed: an object
/// or a text under `error`, or the fields of the error at the top.
final class StreamErrors {
  private static final String CODE = "upstream_error";
  private static final String MESSAGE = "the provider failed while it answered";

  private StreamErrors() {}

  /// The block had an `error:` field, whose text a server-sent event reader does not keep.
  static Failed errorField() {
    return new Failed(CODE, MESSAGE);
  }

  static Failed of(JsonMembers reply) {
    int index = reply.find("error");
    if (index >= 0) {
      return of(reply.value(index));
    }
    return new Failed(or(text(reply, "code"), CODE), or(text(reply, "message"), MESSAGE));
  }

  /// The error that the cursor stands at.
  static Failed of(JsonCursor at) {
    if (at.kind() != '{') {
      return new Failed(CODE, or(at.string(), MESSAGE));
    }
    String code = "";
    String type = "";
    String message = "";
    at.enter();
    while (at.nextMember()) {
      if (at.named("code")) {
        code = scalar(at);
      } else if (at.named("type")) {
        type = at.string();
      } else if (at.named("message")) {
        message = at.string();
      } else {
        at.skip();
      }
    }
    return new Failed(or(or(code, type), CODE), or(message, MESSAGE));
  }

  /// The text of a string or a number, empty for anything else.
  static String scalar(JsonCursor at) {
    if (at.kind() == '0') {
      return at.raw();
    }
    return at.string();
  }

  private static String text(JsonMembers reply, String name) {
    int index = reply.find(name);
    return index < 0 ? "" : scalar(reply.value(index));
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
