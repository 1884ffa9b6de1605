package dev.prism.conf;

import dev.prism.evals.EvalSettings;
import dev.prism.incident.IncidentSettings;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.price.PriceSettings;
import dev.prism.routing.PromptSettings;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.RuleSettings;
import dev.prism.scanners.RailSettings;
import dev.prism.store.StoreSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The whole configuration, an immutable snapshot in which every name that is used exists.
///
/// @param server    what applications call
/// @param admin     console, API and metrics
/// @param store     where revisions, audit entries and keys are kept
/// @param providers who answers, by name
/// @param prompts   by name, then by version
/// @param rails     scanners in the way of requests and replies, by name; in force where a route, target,
///                  tenant, rule or flip names them
/// @param routes    what applications ask for as `model`, by name; at least one
/// @param tenants   who may call, by name; where none is written, the open tenant `default`, on loopback only
/// @param prices    the price list, and prices of the operator's own
/// @param traces    what becomes of the record of each exchange
/// @param incidents what counts as an incident, and what is done about it
/// @param evals     how answers are scored
public record GatewayConfig(
    ServerSettings server,
    AdminSettings admin,
    StoreSettings store,
    Map<String, ProviderSettings> providers,
    Map<String, Map<String, PromptSettings>> prompts,
    Map<String, RailSettings> rails,
    Map<String, RouteSettings> routes,
    Map<String, TenantSettings> tenants,
    PriceSettings prices,
    TraceSettings traces,
    IncidentSettings incidents,
    EvalSettings evals) {
  public static final Map<String, TenantSettings> DEFAULT_TENANTS = Map.of("default",
      TenantSettings.OPEN);
  public static final PriceSettings DEFAULT_PRICES = PriceSettings.DEFAULT;
  public static final IncidentSettings DEFAULT_INCIDENTS = IncidentSettings.DEFAULT;
  public static final EvalSettings DEFAULT_EVALS = EvalSettings.DEFAULT;

  /// What of it is routing's, in routing's own words.
  public RoutingConfig routing() {
    Map<String, List<RuleSettings>> rules = new LinkedHashMap<>();
    tenants.forEach((name, tenant) -> rules.put(name, tenant.rules()));
    return new RoutingConfig(routes, prompts, rules);
  }

  /// The same with another server section.
  public GatewayConfig withServer(ServerSettings changed) {
    return new GatewayConfig(changed, admin, store, providers, prompts, rails, routes, tenants,
        prices, traces, incidents, evals);
  }

  /// The same for examining targets and nothing else: on free ports of this machine, for anyone there, with a
  /// store of its own in a folder, without sinks, and without anything that acts on incidents.
  ///
  /// @param folder holds the store; the caller removes it
  public GatewayConfig forExamination(Path folder) {
    StoreSettings own = new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
    TraceSettings silent = new TraceSettings(traces.sample(), List.of(), traces.text(),
        traces.queue());
    return new GatewayConfig(server.examined(), new AdminSettings("127.0.0.1", 0, Map.of()), own,
        providers, prompts, rails, routes, tenants, prices, silent, IncidentSettings.DEFAULT,
        evals);
  }

  /// The same with another admin section.
  public GatewayConfig withAdmin(AdminSettings changed) {
    return new GatewayConfig(server, changed, store, providers, prompts, rails, routes, tenants,
        prices, traces, incidents, evals);
  }
}
