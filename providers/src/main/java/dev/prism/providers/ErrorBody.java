package dev.prism.providers;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.StrictJson;
import org.jspecify.annotations.Nullable;

/// What the body of an error reply says, in any of the forms that providers use:
/// an object, a text or a list under `error`, `detail` or `message`; or no JSON at all, where a proxy
/// answered. Empty texts where it says nothing.
record ErrorBody(String message, String type, String code, @Nullable String param) {
  private static final ErrorBody NOTHING = new ErrorBody("", "", "", null);
  private static final int LONGEST = 2000;

  static ErrorBody read(byte[] body) {
    if (new StrictJson(JsonLimits.REPLY).problemIn(body, 0, body.length) != null) {
      return NOTHING;
    }
    Fields fields = new Fields();
    fields.read(new JsonCursor(body, 0, body.length));
    return new ErrorBody(cut(fields.message), fields.type, fields.code, fields.param);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static final class Fields {
    String message = "";
    String type = "";
    String code = "";
    @Nullable
    String param;

    void read(JsonCursor at) {
      if (at.kind() == '[') {
        at.enter();
        if (at.nextElement()) {
          object(at, 2);
        }
      } else {
        object(at, 2);
      }
    }

    private void object(JsonCursor at, int deeper) {
      if (at.kind() != '{') {
        say(at);
        return;
      }
      at.enter();
      while (at.nextMember()) {
        if (at.named("message") || at.named("error") || at.named("detail") || at.named("msg")) {
          nested(at, deeper);
        } else if (at.named("type") || at.named("error_type")) {
          type = at.string();
        } else if (at.named("code")) {
          code = at.kind() == '0' ? at.raw() : at.string();
        } else if (at.named("reason") && at.kind() == '"') {
          code = at.string();
        } else if (at.named("param") && at.kind() == '"') {
          param = at.string();
        } else if (at.named("details") && at.kind() == '[') {
          list(at, deeper);
        } else {
          at.skip();
        }
      }
    }

    private void nested(JsonCursor at, int deeper) {
      if (deeper > 0 && at.kind() == '[') {
        list(at, deeper);
      } else if (deeper > 0 && at.kind() == '{') {
        object(at, deeper - 1);
      } else {
        say(at);
      }
    }

    private void list(JsonCursor at, int deeper) {
      at.enter();
      while (at.nextElement()) {
        if (deeper > 0) {
          object(at, deeper - 1);
        } else {
          at.skip();
        }
      }
    }

    private void say(JsonCursor at) {
      String text = at.string();
      if (message.isEmpty()) {
        message = text;
      }
    }
  }
}
