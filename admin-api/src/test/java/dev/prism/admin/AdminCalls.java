package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls an admin server over the wire, and holds each JSON answer to what `/openapi.json` says of it.
final class AdminCalls implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final JsonNode document;

  record Answer(int status, String type, JsonNode body) {
    String code() {
      return body.path("code").asString("");
    }
  }

  AdminCalls(int port) throws IOException, InterruptedException {
    base = "http://127.0.0.1:" + port;
    document = AdminJson.MAPPER.readTree(
        http.send(request("GET", "/openapi.json", ""), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  JsonNode document() {
    return document;
  }

  /// @param headers pairs
  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return call("GET", path, "", headers);
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return call("POST", path, body, headers);
  }

  Answer call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request(method, path, body, headers),
        HttpResponse.BodyHandlers.ofString());
    String type = response.headers().firstValue("content-type").orElse("");
    boolean isJson = type.contains("json") && !type.contains("jsonl");
    JsonNode json = isJson
        ? AdminJson.MAPPER.readTree(response.body())
        : AdminJson.MAPPER.getNodeFactory().stringNode(response.body());
    if (isJson && !path.startsWith("/openapi")) {
      conforms(method, path, response.statusCode(), type, json);
    }
    return new Answer(response.statusCode(), type, json);
  }

  InputStream open(String path) throws IOException, InterruptedException {
    return http.send(request("GET", path, ""), HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
        .method(method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private void conforms(String method, String path, int status, String type, JsonNode answer) {
    JsonNode responses = operation(method, path).path("responses");
    JsonNode response = responses.has(Integer.toString(status))
        ? responses.get(Integer.toString(status))
        : responses.path("default");
    JsonNode media = response.path("content").path(type.split(";", 2)[0]);
    if (media.isMissingNode()) {
      media = documentedProblem(type);
    }
    ObjectNode schema = AdminJson.MAPPER.createObjectNode();
    schema.set("$ref", media.path("schema").path("$ref"));
    schema.set("components", document.path("components"));
    Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema);
    List<Error> errors = compiled.validate(answer);
    assertThat(errors).as("%s %s answered %s", method, path, answer).isEmpty();
  }

  /// What every call may answer, known path or not.
  private JsonNode documentedProblem(String type) {
    assertThat(type).startsWith("application/problem+json");
    return document.path("paths")
        .path("/healthz")
        .path("get")
        .path("responses")
        .path("default")
        .path("content")
        .path("application/problem+json");
  }

  private JsonNode operation(String method, String path) {
    String[] parts = path.split("\\?", 2)[0].split("/", -1);
    JsonNode best = document.path("nothing");
    for (String template : document.path("paths").propertyNames()) {
      if (matches(template.split("/", -1), parts)
          && (best.isMissingNode() || !template.contains("{"))) {
        best = document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
      }
    }
    return best;
  }

  private static boolean matches(String[] template, String[] parts) {
    if (template.length != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!template[i].startsWith("{") && !template[i].equals(parts[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    http.close();
  }
}
