package dev.prism.routing;

import dev.prism.exchange.GatewayError;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Decides what serves each request. Any thread, never blocks: the table in force stands in one volatile
/// field, is read once per decision and is immutable.
public final class Router {
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final TargetHealths healths;
  private final Trials trials;
  private final Ordering ordering;
  private final DoubleSupplier random;
  private final RecentTraffic traffic;
  private final List<Consumer<TableChange>> listeners = new CopyOnWriteArrayList<>();
  private volatile RoutingTable table;

  /// @param nanoTime as [System#nanoTime]
  /// @param clock    for expiries, rules of time and budgets per day
  /// @param random   numbers from 0 to below 1, from any thread
  public Router(TargetCatalog catalog, LongSupplier nanoTime, InstantSource clock,
      DoubleSupplier random) {
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.random = random;
    table = RoutingTable.empty(catalog);
    healths = new TargetHealths(nanoTime);
    trials = new Trials(clock);
    ordering = new Ordering(random, this);
    traffic = new RecentTraffic(clock);
  }

  /// A router on the machine's clocks.
  public Router(TargetCatalog catalog) {
    this(catalog, System::nanoTime, InstantSource.system(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /// What serves this request, or why it is refused. A plan holds the places of its copies: end each of
  /// them, also when the request comes to nothing.
  public RoutingDecision decide(RequestFacts facts) {
    RoutingTable now = table;
    Route asked = now.find(facts.route());
    if (asked == null) {
      asked = now.implicit(facts.route());
    }
    if (asked == null) {
      return new RoutingDecision.Refuse(new GatewayError.ClientFault(404, "model_not_found",
          "There is no route or model of this name.", "model"), now.number());
    }
    long millis = clock.millis();
    Ruling ruling = Ruling.of(now, asked, facts, millis);
    if (ruling.deny() != null) {
      return new RoutingDecision.Refuse(
          new GatewayError.PolicyRefusal(403, "permission_denied", ruling.deny()), now.number());
    }
    traffic.seen(facts, ruling.route().name());
    return new RoutingDecision.Forward(new Planner(this, now, facts, ruling).plan(millis));
  }

  /// One target of a route and no other, whatever its rules, flips and strategy say; without copies, and
  /// unseen by canaries: for who examines a target. The route's own rails stand.
  public RoutingDecision pinned(RequestFacts facts, String target) {
    RoutingTable now = table;
    Route route = now.find(facts.route());
    if (route == null || !route.settings().targets().containsKey(target)) {
      return new RoutingDecision.Refuse(new GatewayError.ClientFault(404, "model_not_found",
          "There is no such target of this route.", "model"), now.number());
    }
    return new RoutingDecision.Forward(Planner.pinned(this, now, facts, route, target));
  }

  /// Puts a table in force for the next request, and tells the listeners.
  void publish(RoutingTable next) {
    RoutingTable before = table;
    healths.configure(next.healthKeys());
    trials.retain(next);
    table = next;
    TableChange change = new TableChange(before, next);
    listeners.forEach(listener -> listener.accept(change));
  }

  /// Calls the listener after each change of the table, on the thread that made the change.
  public void onChange(Consumer<TableChange> listener) {
    listeners.add(listener);
  }

  /// Calls the listener when a canary has taken its candidate out, on the thread that reported the call
  /// or score that did it, which may be an event loop: it must not block.
  public void onRollback(Consumer<CanaryRollback> listener) {
    trials.onRollback(listener);
  }

  /// A score of an answer, for the canary that may have given it.
  ///
  /// @param value 0 to 1, higher is better
  public void scored(String route, String target, double value) {
    trials.scored(route, target, value);
  }

  public RoutingTable table() {
    return table;
  }

  /// Breakers, budgets and latencies.
  public TargetHealths healths() {
    return healths;
  }

  /// Canaries and copies that are under way.
  public Trials trials() {
    return trials;
  }

  RecentTraffic traffic() {
    return traffic;
  }

  TargetHealth health(Target target) {
    return healths.of(target.healthKey());
  }

  CanaryArms arms(String route, @Nullable Flip flip, Canary canary) {
    return trials.arms(route, flip, canary);
  }

  Ordering ordering() {
    return ordering;
  }

  double random() {
    return random.getAsDouble();
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  InstantSource clock() {
    return clock;
  }
}
