package dev.prism.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// The API as an OpenAPI 3.1 document; schemas come from a resource beside this class.
final class OpenApi {
  private static final String SCHEMAS = "schemas.json";
  private static final String REF = "#/components/schemas/";

  private OpenApi() {}

  static Map<String, Object> document(List<Operation> operations) {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Operation operation : operations) {
      @SuppressWarnings("unchecked")
      Map<String, Object> path = (Map<String, Object>) paths.computeIfAbsent(operation.path,
          _ -> new LinkedHashMap<String, Object>());
      path.put(operation.method.name().toLowerCase(Locale.ROOT), describe(operation));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Prism admin API", "version", "1", "license",
        Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
    document.put("servers", List.of(Map.of("url", "/")));
    document.put("paths", paths);
    document.put("components", Map.of("schemas", schemas(), "securitySchemes",
        Map.of("bearer", Map.of("type", "http", "scheme", "bearer"))));
    return document;
  }

  static JsonNode schemas() {
    try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream(SCHEMAS))) {
      return AdminJson.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String roleName(AdminRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> describe(Operation operation) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("operationId", id(operation));
    about.put("summary", operation.summary);
    if (operation.role != null) {
      about.put("description", "Needs the role " + roleName(operation.role) + ".");
      about.put("security", List.of(Map.of("bearer", List.of())));
    } else {
      about.put("security", List.of());
    }
    List<Object> parameters = parameters(operation);
    if (!parameters.isEmpty()) {
      about.put("parameters", parameters);
    }
    if (operation.takes != null) {
      about.put("requestBody",
          Map.of("required", true, "content", content("application/json", operation.takes)));
    }
    about.put("responses", responses(operation));
    return about;
  }

  private static Map<String, Object> responses(Operation operation) {
    Map<String, Object> good = new LinkedHashMap<>();
    good.put("description", "Done");
    good.put("content",
        operation.answer == null
            ? Map.of(operation.mediaType, Map.of())
            : content(operation.mediaType, operation.answer));
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(Integer.toString(operation.status), good);
    operation.others.forEach((status, schema) -> responses.put(status.toString(),
        Map.of("description", "Done", "content", content("application/json", schema))));
    responses.put("default", Map.of("description", "A problem (RFC 9457)", "content",
        content("application/problem+json", "Problem")));
    return responses;
  }

  private static List<Object> parameters(Operation operation) {
    List<Object> parameters = new ArrayList<>();
    for (String name : pathNames(operation.path)) {
      parameters.add(
          Map.of("name", name, "in", "path", "required", true, "schema", Map.of("type", "string")));
    }
    for (Operation.Parameter parameter : operation.query) {
      parameters.add(Map.of("name", parameter.name(), "in", "query", "description",
          parameter.description(), "schema", schema(parameter.type())));
    }
    if (operation.conditional) {
      parameters.add(Map.of("name", "If-Match", "in", "header", "description",
          "the revision that the caller has seen; 412 when another is in force", "schema",
          Map.of("type", "string")));
    }
    return parameters;
  }

  private static Map<String, Object> schema(String type) {
    return switch (type) {
      case "string", "integer", "number", "boolean" -> Map.of("type", type);
      default -> Map.of("type", "string", "format", type);
    };
  }

  private static Map<String, Object> content(String mediaType, String schema) {
    return Map.of(mediaType, Map.of("schema", Map.of("$ref", REF + schema)));
  }

  static List<String> pathNames(String path) {
    List<String> names = new ArrayList<>();
    int open = path.indexOf('{');
    while (open >= 0) {
      int close = path.indexOf('}', open);
      names.add(path.substring(open + 1, close));
      open = path.indexOf('{', close);
    }
    return names;
  }

  /// `getApiTracesById` for `GET /api/traces/{id}`.
  private static String id(Operation operation) {
    StringBuilder id = new StringBuilder(operation.method.name().toLowerCase(Locale.ROOT));
    boolean up = true;
    for (char c : operation.path.toCharArray()) {
      if (c == '{') {
        id.append("By");
        up = true;
      } else if (!Character.isLetterOrDigit(c)) {
        up = true;
      } else {
        id.append(up ? Character.toUpperCase(c) : c);
        up = false;
      }
    }
    return id.toString();
  }
}
