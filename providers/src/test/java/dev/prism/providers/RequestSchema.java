package dev.prism.providers;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a provider publishes of its requests, as `src/test/schemas/make.py` took it from there: no object
/// has a member that is not listed.
final class RequestSchema {
  private static final SchemaRegistry REGISTRY = SchemaRegistry
      .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final ConcurrentHashMap<String, RequestSchema> READ = new ConcurrentHashMap<>();
  private final Schema schema;

  private RequestSchema(JsonNode document) {
    schema = REGISTRY.getSchema(document);
  }

  /// @param newest without the members that only a provider's older models take
  static RequestSchema of(String provider, boolean newest) {
    return READ.computeIfAbsent(provider + newest,
        _ -> new RequestSchema(document(provider, newest)));
  }

  private static JsonNode document(String provider, boolean newest) {
    try (
        InputStream in = RequestSchema.class.getResourceAsStream("schemas/" + provider + ".json")) {
      ObjectNode document = (ObjectNode) Talk.JSON.readTree(Objects.requireNonNull(in));
      if (newest) {
        document.path("x-older")
            .forEach(name -> ((ObjectNode) document.path("properties")).remove(name.asString()));
      }
      return document;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// Why the provider would refuse the body, empty when it would not: of all that the parts of a union have
  /// against it, what is deepest in the body, and the places of the rest are near it.
  Optional<String> problem(JsonNode body) {
    return schema.validate(body)
        .stream()
        .max(Comparator.comparingInt(problem -> problem.getInstanceLocation().getNameCount()))
        .map(problem -> problem.getInstanceLocation() + " " + problem.getMessage());
  }
}
