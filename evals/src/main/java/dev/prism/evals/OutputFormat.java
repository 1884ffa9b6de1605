package dev.prism.evals;

import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.exchange.json.JsonCursor;

/// The form that a request wants its answer in.
///
/// @param isJson whether it must be JSON
/// @param schema the JSON Schema as it was written, empty for none
record OutputFormat(boolean isJson, String schema) {
  static final OutputFormat TEXT = new OutputFormat(false, "");

  /// What `response_format`, `text.format`, `output_config.format` or `output_format` says.
  static OutputFormat of(TraceRecord trace) {
    TraceText body = trace.texts().request();
    if (body == null || body.size() == 0) {
      return TEXT;
    }
    JsonCursor json = new JsonCursor(body.utf8(), 0, body.size());
    if (!json.enter()) {
      return TEXT;
    }
    while (json.nextMember()) {
      if (json.named("response_format") || json.named("output_format")) {
        return format(json);
      } else if (json.named("text") || json.named("output_config")) {
        OutputFormat inner = inside(json);
        if (inner.isJson()) {
          return inner;
        }
      } else {
        json.skip();
      }
    }
    return TEXT;
  }

  private static OutputFormat inside(JsonCursor json) {
    JsonCursor fork = json.fork();
    json.skip();
    if (fork.kind() == '{' && fork.enter()) {
      while (fork.nextMember()) {
        if (fork.named("format")) {
          return format(fork);
        }
        fork.skip();
      }
    }
    return TEXT;
  }

  private static OutputFormat format(JsonCursor json) {
    if (json.kind() != '{' || !json.enter()) {
      return TEXT;
    }
    String type = "";
    String schema = "";
    while (json.nextMember()) {
      if (json.named("type")) {
        type = json.string();
      } else if (json.named("schema")) {
        schema = json.raw();
      } else if (json.named("json_schema") && json.kind() == '{') {
        schema = schemaIn(json.fork());
        json.skip();
      } else {
        json.skip();
      }
    }
    return type.startsWith("json") ? new OutputFormat(true, schema) : TEXT;
  }

  private static String schemaIn(JsonCursor json) {
    json.enter();
    while (json.nextMember()) {
      if (json.named("schema")) {
        return json.raw();
      }
      json.skip();
    }
    return "";
  }
}
