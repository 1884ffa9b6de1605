package dev.prism.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that routing decides by, as of one revision. Immutable: a request that has taken hold of a
/// table sees one whole state, whatever changes meanwhile.
public final class RoutingTable {
  /// Narrower scope first, then newer.
  static final Comparator<Flip> ORDER = Comparator
      .<Flip>comparingInt(flip -> -flip.scope().narrowness())
      .thenComparing(Comparator.comparingLong(Flip::revision).reversed());

  private final Revision revision;
  private final TargetCatalog catalog;
  private final Map<String, Route> routes;
  private final Map<String, List<Rule>> tenantRules;

  private RoutingTable(Revision revision, TargetCatalog catalog, Map<String, Route> routes,
      Map<String, List<Rule>> tenantRules) {
    this.revision = revision;
    this.catalog = catalog;
    this.routes = routes;
    this.tenantRules = tenantRules;
  }

  /// Nothing at all.
  static RoutingTable empty(TargetCatalog catalog) {
    return new RoutingTable(Revision.NONE, catalog, Map.of(), Map.of());
  }

  /// Builds the table of a revision; what is as in the table before is taken from it.
  ///
  /// @throws IllegalArgumentException if it does not hold together; the message says where
  static RoutingTable of(Revision revision, TargetCatalog catalog, RoutingTable before) {
    TableState state = revision.state();
    TableState old = before.revision.state();
    boolean sameGround = before.catalog.equals(catalog) && old.config().equals(state.config())
        && old.addedPrompts().equals(state.addedPrompts());
    RouteBuilder builder = new RouteBuilder(state, catalog);
    Map<String, List<Flip>> flips = new HashMap<>();
    state.flips()
        .forEach(flip -> flips.computeIfAbsent(flip.route(), _ -> new ArrayList<>()).add(flip));
    Map<String, Route> routes = new LinkedHashMap<>();
    for (String name : state.config().routes().keySet()) {
      List<Flip> ordered = flips.getOrDefault(name, List.of()).stream().sorted(ORDER).toList();
      routes.put(name, builder.route(name, ordered, sameGround ? before.routes.get(name) : null));
    }
    Map<String, List<Rule>> rules = sameGround ? before.tenantRules : builder.tenantRules();
    return new RoutingTable(revision, catalog, routes, rules);
  }

  /// The route of this name, null for none.
  @Nullable
  Route find(String name) {
    return routes.get(name);
  }

  /// The one-target route that a `provider/model` pair stands for, null if it is none.
  @Nullable
  Route implicit(String pair) {
    int slash = pair.indexOf('/');
    if (slash < 1 || slash == pair.length() - 1 || !catalog.hasProvider(pair.substring(0, slash))) {
      return null;
    }
    return new RouteBuilder(revision.state(), catalog).implicit(pair, pair.substring(0, slash),
        pair.substring(slash + 1));
  }

  List<Rule> tenantRules(String tenant) {
    return tenantRules.getOrDefault(tenant, List.of());
  }

  public Revision revision() {
    return revision;
  }

  public long number() {
    return revision.number();
  }

  /// By name, in the order of the config.
  public Map<String, Route> routes() {
    return Collections.unmodifiableMap(routes);
  }

  TargetCatalog catalog() {
    return catalog;
  }

  Set<HealthKey> healthKeys() {
    Set<HealthKey> keys = new HashSet<>();
    routes.values()
        .forEach(route -> route.targets().forEach(target -> keys.add(target.healthKey())));
    return keys;
  }
}
