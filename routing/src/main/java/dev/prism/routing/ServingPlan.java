package dev.prism.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What serves one request, decided and immutable; [#start] begins it.
public final class ServingPlan {
  private final Router router;
  private final long revision;
  private final Route route;
  private final RequestFacts facts;
  private final Planner.Course course;
  private final List<String> rails;
  private final List<Copy> copies;

  ServingPlan(Router router, long revision, Route route, RequestFacts facts, Planner.Course course,
      List<String> rails, List<Copy> copies) {
    this.router = router;
    this.revision = revision;
    this.route = route;
    this.facts = facts;
    this.course = course;
    this.rails = rails;
    this.copies = copies;
  }

  /// Opens the state of this request's calls, and starts its total time.
  ///
  /// @param clientTimeoutMillis of `x-prism-timeout-ms`, which can only shorten; 0 for none
  public Serving start(long clientTimeoutMillis) {
    return new Serving(this, router, clientTimeoutMillis);
  }

  /// The name that the caller asked for: `x-prism-route`.
  public String routeAsked() {
    return facts.route();
  }

  /// The name of the route that serves, another one when a rule says so.
  public String route() {
    return route.name();
  }

  /// `x-prism-revision`.
  public long revision() {
    return revision;
  }

  /// `x-prism-routing-strategy`: what is in force for this request.
  public String strategy() {
    return course.label();
  }

  /// Whether an answer of this target is not what the route would give when healthy and not flipped:
  /// `x-prism-fallback-used`.
  public boolean isFallback(Target answered) {
    for (Target home : course.home()) {
      if (home.name().equals(answered.name())) {
        return false;
      }
    }
    return true;
  }

  /// The flip that decided, null for none.
  public @Nullable Flip flip() {
    return course.flip();
  }

  /// The incident whose flip decided, null for none: `x-prism-incident`.
  public @Nullable String incident() {
    Flip flip = course.flip();
    return flip == null ? null : flip.incident();
  }

  /// The rails of the route, of the rules and of the flip; a target has its own besides.
  public List<String> rails() {
    return rails;
  }

  /// The copies to make; end each.
  public List<Copy> copies() {
    return copies;
  }

  /// The targets that may be called, best first.
  public List<Target> targets() {
    return course.lineup().order();
  }

  public TimeoutSettings timeouts() {
    return route.settings().timeouts();
  }

  public RouteSettings.StreamBreak onStreamBreak() {
    return route.settings().onStreamBreak();
  }

  /// Whether request fields that a target cannot take may be left out.
  public boolean dropParams() {
    return route.settings().dropParams();
  }

  /// Whether a flip that cuts over takes this request, which is in flight under an older revision, off
  /// its target.
  public boolean isCutBy(Flip cut) {
    return cut.inFlight() == Flip.InFlight.CUT && cut.revision() > revision
        && cut.route().equals(route.name()) && cut.covers(facts);
  }

  /// What the request was decided by, to decide anew when it is cut over.
  public RequestFacts facts() {
    return facts;
  }

  Lineup lineup() {
    return course.lineup();
  }

  RouteSettings settings() {
    return route.settings();
  }

  @Nullable
  CanaryArms arms() {
    return course.arms();
  }
}
