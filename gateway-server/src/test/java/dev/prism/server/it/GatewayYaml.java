package dev.prism.server.it;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the configuration of a gateway under test: a provider `up` of the OpenAI dialect behind the
/// route `chat`, an open tenant, traces in a file, everything on free ports. Each part can be replaced.
final class GatewayYaml {
  /// The key that the gateway shows to its provider.
  static final String PROVIDER_KEY = "sk-upstream-0123456789";
  private static final String DEFAULT_TIMEOUTS = "{ connect: 5s, first-token: 20s, idle: 20s, total: 60s }";

  private final Map<String, String> providers = new LinkedHashMap<>();
  private final Map<String, String> routes = new LinkedHashMap<>();
  private final Map<String, String> rails = new LinkedHashMap<>();
  private final Map<String, String> railed = new LinkedHashMap<>();
  private String server = "";
  private String drainTimeout = "2s";
  private String timeouts = DEFAULT_TIMEOUTS;
  private String retry = "{ attempts: 1 }";
  private String breaker = "{ minimum: 1000000 }";
  private String more = "";
  private String prices = "";
  private String last = "";
  private String tenants = "  default: { open: true }\n";
  private String store = "\"sqlite:%s/prism.db\"";
  private String sinks = "    - file: \"%s/traces.jsonl\"\n";

  private String evals = "";

  private GatewayYaml() {}

  /// @param port of the provider on loopback
  static GatewayYaml to(int port) {
    return empty().provider("up", openAi(port))
        .route("chat", "{ stable: { provider: up, model: gpt-4o-mini } }", "{ primary: stable }");
  }

  /// No provider and no route yet.
  static GatewayYaml empty() {
    return new GatewayYaml();
  }

  /// The settings of a provider of the OpenAI dialect on loopback.
  static String openAi(int port) {
    return "{ adapter: openai, base-url: \"http://127.0.0.1:" + port + "/v1\", api-key: \""
        + PROVIDER_KEY + "\" }";
  }

  GatewayYaml provider(String name, String settings) {
    providers.put(name, settings);
    return this;
  }

  /// The breaker of a route never opens unless [#breaker] says so: tests fail calls on purpose.
  GatewayYaml route(String name, String targets, String strategy) {
    routes.put(name, "    targets: " + targets + "\n    strategy: " + strategy + "\n");
    return this;
  }

  GatewayYaml rail(String name, String settings) {
    rails.put(name, settings);
    return this;
  }

  /// Further lines of a route, such as `rails: [a]`.
  GatewayYaml routeWith(String route, String line) {
    railed.merge(route, "    " + line + "\n", String::concat);
    return this;
  }

  /// A route with one target, of the provider `up`, and these rails.
  ///
  /// @param names one or several, with commas between
  GatewayYaml guarded(String route, String names) {
    return route(route, "{ stable: { provider: up, model: gpt-4o-mini } }", "{ primary: stable }")
        .routeWith(route, "rails: [" + names + "]");
  }

  GatewayYaml timeouts(String settings) {
    timeouts = settings;
    return this;
  }

  GatewayYaml retry(String settings) {
    retry = settings;
    return this;
  }

  GatewayYaml breaker(String settings) {
    breaker = settings;
    return this;
  }

  /// Further settings of every route.
  ///
  /// @param lines each with four spaces before it
  GatewayYaml more(String lines) {
    more = lines;
    return this;
  }

  /// @param models prices of the operator's own, by provider and model
  GatewayYaml prices(String models) {
    prices = "prices: { models: " + models + " }\n";
    return this;
  }

  /// @param lines each with two spaces before it
  GatewayYaml tenants(String lines) {
    tenants = lines;
    return this;
  }

  /// @param settings further settings of `server`, each with a comma before it
  GatewayYaml server(String settings) {
    server = settings;
    return this;
  }

  GatewayYaml drainTimeout(String duration) {
    drainTimeout = duration;
    return this;
  }

  /// @param url in quotes; `%s` is the gateway's own folder
  GatewayYaml store(String url) {
    store = url;
    return this;
  }

  /// @param lines each with four spaces before it; `%s` is the gateway's own folder
  GatewayYaml sinks(String lines) {
    sinks = lines;
    return this;
  }

  /// @param settings of `evals`, in braces
  GatewayYaml evals(String settings) {
    evals = "evals: " + settings + "\n";
    return this;
  }

  /// Further sections.
  ///
  /// @param lines `%s` is the gateway's own folder
  GatewayYaml last(String lines) {
    last = lines;
    return this;
  }

  /// @param folder where the gateway may write
  String text(Path folder) {
    return "server: { port: 0, drain-timeout: " + drainTimeout + server
        + " }\nadmin: { port: 0 }\nstore: { url: " + inFolder(store, folder) + " }\nproviders:\n"
        + section(providers, "  %s: %s\n") + "rails:\n" + section(rails, "  %s: %s\n") + "routes:\n"
        + routes(folder) + prices + "tenants:\n" + tenants + "traces:\n  sinks:\n"
        + inFolder(sinks, folder) + inFolder(last, folder) + evals;
  }

  private String routes(Path folder) {
    return routes.entrySet()
        .stream()
        .map(route -> "  " + route.getKey() + ":\n" + inFolder(route.getValue(), folder)
            + "    timeouts: " + timeouts + "\n    retry: " + retry + "\n    breaker: " + breaker
            + "\n" + more + railed.getOrDefault(route.getKey(), ""))
        .collect(Collectors.joining());
  }

  private static String section(Map<String, String> entries, String form) {
    return entries.entrySet()
        .stream()
        .map(entry -> form.formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String inFolder(String text, Path folder) {
    return text.replace("%s", folder.toString());
  }
}
