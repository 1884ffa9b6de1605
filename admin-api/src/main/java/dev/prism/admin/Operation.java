package dev.prism.admin;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call of the API: all that the server, the start page and `/openapi.json` need to know of it.
/// Made once, at the start, and not changed after that.
final class Operation {
  final HandlerType method;
  final String path;
  final String summary;
  final Handler handler;
  final List<Parameter> query = new ArrayList<>();
  /// Null when everyone may call it.
  @Nullable
  AdminRole role = AdminRole.VIEWER;
  /// The schema of the body that it takes, null when it takes none.
  @Nullable
  String takes;
  /// The schema of its answer, null when that is not JSON.
  @Nullable
  String answer;
  int status = 200;
  String mediaType = "application/json";
  boolean conditional;
  /// Answers with other statuses, by schema.
  final Map<Integer, String> others = new LinkedHashMap<>();
  /// The path parameter that may hold slashes, null for none.
  @Nullable
  String wide;

  /// @param type the JSON Schema type, or a format of string such as `date-time`
  record Parameter(String name, String type, String description) {}

  private Operation(HandlerType method, String path, String summary, Handler handler) {
    this.method = method;
    this.path = path;
    this.summary = summary;
    this.handler = handler;
  }

  static Operation get(String path, String summary, Handler handler) {
    return new Operation(HandlerType.GET, path, summary, handler);
  }

  static Operation post(String path, String summary, Handler handler) {
    return new Operation(HandlerType.POST, path, summary, handler).needs(AdminRole.OPERATOR);
  }

  static Operation patch(String path, String summary, Handler handler) {
    return new Operation(HandlerType.PATCH, path, summary, handler).needs(AdminRole.OPERATOR);
  }

  static Operation delete(String path, String summary, Handler handler) {
    return new Operation(HandlerType.DELETE, path, summary, handler).needs(AdminRole.OPERATOR);
  }

  Operation needs(AdminRole least) {
    role = least;
    return this;
  }

  /// Everyone may call it.
  Operation open() {
    role = null;
    return this;
  }

  Operation query(String name, String type, String description) {
    query.add(new Parameter(name, type, description));
    return this;
  }

  Operation takes(String schema) {
    takes = schema;
    return this;
  }

  Operation answers(String schema) {
    answer = schema;
    return this;
  }

  Operation answers(int code, String schema) {
    status = code;
    return answers(schema);
  }

  Operation answersText(String type) {
    mediaType = type;
    return this;
  }

  /// Another good answer.
  Operation alsoAnswers(int code, String schema) {
    others.put(code, schema);
    return this;
  }

  Operation pathWithSlashes(String parameter) {
    wide = parameter;
    return this;
  }

  /// The path as the server's router writes it.
  String route() {
    return wide == null ? path : path.replace("{" + wide + "}", "<" + wide + ">");
  }

  /// It honours `If-Match` with the number of a revision.
  Operation conditional() {
    conditional = true;
    return this;
  }
}
