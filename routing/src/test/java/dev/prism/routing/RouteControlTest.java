package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.routing.ChangeResult.Why;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RouteControlTest {
  private final Rig rig = new Rig();

  private static RoutingConfig config(RoutingStrategy strategy, String prompt) {
    Map<String, TargetSettings> targets = new HashMap<>();
    targets.put("stable", new TargetSettings("p", "m", "refund@1",
        TargetSettings.PromptMode.REPLACE, Map.of(), List.of(), 1, 0));
    targets.put("candidate", TargetSettings.of("p", "m2"));
    return new RoutingConfig(Map.of("r", RouteSettings.of(targets, strategy)),
        Map.of("refund", Map.of("1", new PromptSettings(prompt))), Map.of());
  }

  private static RoutingConfig config() {
    return config(Canary.of("stable", "candidate", 5), "You handle refunds.");
  }

  private static FlipRequest toStable() {
    return FlipRequest.of("r", FlipTo.target("stable"));
  }

  private static Why why(ChangeResult result) {
    return ((ChangeResult.Refused) result).why();
  }

  private static Revision made(ChangeResult result) {
    return ((ChangeResult.Done) result).revision();
  }

  @Test
  void everyChangeIsANumberedRevisionWithItsAuditEntry() {
    rig.load(config());
    rig.control.flip(toStable(), new ChangeNote("ann", "leaks", "inc-1", null));
    rig.control.canaryPercent("r", 20, Rig.NOTE);
    rig.control.addPrompt("refund", "2", new PromptSettings("Be kind."), Rig.NOTE);
    rig.control.revert("flip-2", Rig.NOTE);
    assertThat(rig.log.history(Long.MAX_VALUE, 10).stream().map(Revision::number))
        .containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(rig.log.entries().stream().map(AuditEntry::action)).containsExactly("load", "flip",
        "canary", "prompt", "revert");
    AuditEntry flip = rig.log.entries().get(1);
    assertThat(flip.who()).isEqualTo("ann");
    assertThat(flip.incident()).isEqualTo("inc-1");
    assertThat(flip.changes()).hasSize(1);
    assertThat(flip.changes().getFirst().before()).isNull();
    assertThat(rig.log.entries().get(2).changes())
        .containsExactly(new Difference("canary-percents.r", null, 20.0));
  }

  @Test
  void changeOfAnotherRevisionThanTheAuthorSawIsRefused() {
    rig.load(config());
    ChangeNote seen = new ChangeNote("ann", "why", null, 1L);
    assertThat(made(rig.control.flip(toStable(), seen)).number()).isEqualTo(2);
    assertThat(why(rig.control.flip(toStable(), seen))).isEqualTo(Why.CONFLICT);
    assertThat(rig.control.current().number()).isEqualTo(2);
  }

  @Test
  void whatDoesNotExistOrHoldTogetherIsRefused() {
    rig.load(config());
    assertThat(why(rig.control.flip(FlipRequest.of("x", FlipTo.target("stable")), Rig.NOTE)))
        .isEqualTo(Why.NOT_FOUND);
    assertThat(why(rig.control.flip(FlipRequest.of("r", FlipTo.target("x")), Rig.NOTE)))
        .isEqualTo(Why.INVALID);
    assertThat(why(rig.control.revert("flip-9", Rig.NOTE))).isEqualTo(Why.NOT_FOUND);
    assertThat(why(rig.control.activate(99, Rig.NOTE))).isEqualTo(Why.NOT_FOUND);
    assertThat(why(rig.control.canaryPercent("r", 101, Rig.NOTE))).isEqualTo(Why.INVALID);
    assertThat(why(rig.control.canaryPercent("x", 1, Rig.NOTE))).isEqualTo(Why.NOT_FOUND);
    assertThat(rig.control.current().number()).isEqualTo(1);
    assertThat(rig.log.entries()).hasSize(1);
  }

  @Test
  void olderRevisionCanBeMadeActiveAndStaysSoOverARestart() {
    rig.load(config());
    rig.control.load(config(new Primary("candidate"), "You handle refunds."), rig.catalog,
        Rig.NOTE);
    rig.control.flip(toStable(), Rig.NOTE);
    Revision active = made(rig.control.activate(1, Rig.NOTE));
    assertThat(active.number()).isEqualTo(4);
    assertThat(active.state().config()).isEqualTo(config());
    assertThat(active.state().flips()).isEmpty();
    assertThat(rig.plan("r").strategy()).isEqualTo("canary");

    RouteControl restarted = new RouteControl(new Router(rig.catalog), rig.log);
    restarted.load(config(new Primary("candidate"), "You handle refunds."), rig.catalog, Rig.NOTE);
    assertThat(restarted.current()).isEqualTo(active);
  }

  @Test
  void restartKeepsFlipsAndMakesNoRevision() {
    rig.load(config());
    rig.control.flip(toStable(), Rig.NOTE);
    Router router = new Router(rig.catalog, rig::nanoTime, InstantSource.fixed(Rig.START),
        () -> 0.5);
    RouteControl restarted = new RouteControl(router, rig.log);
    assertThat(made(restarted.load(config(), rig.catalog, Rig.NOTE)).number()).isEqualTo(2);
    assertThat(rig.log.entries()).hasSize(2);
    assertThat(router.table().routes().get("r")).isNotNull();
    assertThat(restarted.current().state().flips()).hasSize(1);
  }

  @Test
  void reloadKeepsWhatWasDoneAtRunTime() {
    rig.load(config());
    rig.control.flip(toStable(), Rig.NOTE);
    rig.control.canaryPercent("r", 40, Rig.NOTE);
    RoutingConfig more = new RoutingConfig(Map.of("r", config().routes().values().iterator().next(),
        "more", Rig.route(new Primary("a"), "a")), config().prompts(), Map.of());
    TableState state = made(rig.control.load(more, rig.catalog, Rig.NOTE)).state();
    assertThat(state.flips()).hasSize(1);
    assertThat(state.canaryPercents()).containsEntry("r", 40.0);
    assertThat(made(rig.control.load(more, rig.catalog, Rig.NOTE)).number()).isEqualTo(4);
    TableState rewritten = made(rig.control.load(
        config(Canary.of("stable", "candidate", 10), "You handle refunds."), rig.catalog, Rig.NOTE))
        .state();
    assertThat(rewritten.canaryPercents()).isEmpty();
  }

  @Test
  void reloadThatTakesAFlippedTargetAwayIsRefused() {
    rig.load(config());
    rig.control.flip(FlipRequest.of("r", FlipTo.target("candidate")), Rig.NOTE);
    RoutingConfig less = new RoutingConfig(Map.of("r", Rig.route(new Primary("a"), "a")),
        config().prompts(), Map.of());
    assertThat(why(rig.control.load(less, rig.catalog, Rig.NOTE))).isEqualTo(Why.INVALID);
    RoutingConfig none = new RoutingConfig(Map.of("x", Rig.route(new Primary("a"), "a")),
        config().prompts(), Map.of());
    assertThat(why(rig.control.load(none, rig.catalog, Rig.NOTE))).isEqualTo(Why.INVALID);
    assertThat(rig.plan("r").targets()).isNotEmpty();
  }

  @Test
  void promptVersionsNeverChange() {
    rig.load(config());
    assertThat(why(rig.control.addPrompt("refund", "1", new PromptSettings("other"), Rig.NOTE)))
        .isEqualTo(Why.CONFLICT);
    assertThat(why(rig.control.load(config(Canary.of("stable", "candidate", 5), "edited"),
        rig.catalog, Rig.NOTE))).isEqualTo(Why.INVALID);
    Target stable = rig.plan("r").targets().getFirst();
    Prompt prompt = stable.prompt();
    assertThat(prompt).isNotNull();
    assertThat(prompt == null ? "" : prompt.version()).isEqualTo("refund@1");
  }

  @Test
  void nothingIsInForceThatIsNotDurable() {
    FlakyLog log = new FlakyLog();
    RouteControl control = new RouteControl(rig.router, log);
    control.load(config(), rig.catalog, Rig.NOTE);
    log.away.set(true);
    assertThat(why(control.flip(toStable(), Rig.NOTE))).isEqualTo(Why.UNAVAILABLE);
    assertThat(rig.plan("r").strategy()).isEqualTo("canary");
    assertThat(control.current().number()).isEqualTo(1);
    log.away.set(false);
    assertThat(made(control.flip(toStable(), Rig.NOTE)).number()).isEqualTo(2);
  }

  @Test
  void startWithoutTheStoreServesTheFileAndCatchesUpLater() {
    FlakyLog log = new FlakyLog();
    RouteControl other = new RouteControl(new Router(rig.catalog), log);
    other.load(config(), rig.catalog, Rig.NOTE);
    other.flip(toStable(), Rig.NOTE);
    log.away.set(true);
    RouteControl control = new RouteControl(rig.router, log);
    assertThat(why(control.load(config(), rig.catalog, Rig.NOTE))).isEqualTo(Why.UNAVAILABLE);
    assertThat(rig.plan("r").revision()).isZero();
    assertThat(why(control.catchUp())).isEqualTo(Why.UNAVAILABLE);
    log.away.set(false);
    assertThat(made(control.catchUp()).number()).isEqualTo(2);
    assertThat(rig.plan("r").strategy()).isEqualTo("fallback");
  }

  @Test
  void whileTheStoreIsAwayRevisionZeroIsOneTable() {
    FlakyLog log = new FlakyLog();
    log.away.set(true);
    RouteControl control = new RouteControl(rig.router, log);
    control.load(config(), rig.catalog, Rig.NOTE);
    RoutingConfig other = config(new Primary("candidate"), "You handle refunds.");
    assertThat(why(control.load(other, rig.catalog, Rig.NOTE))).isEqualTo(Why.UNAVAILABLE);
    assertThat(rig.plan("r").strategy()).isEqualTo("canary");
    assertThat(made(control.load(config(), rig.catalog, Rig.NOTE)).number()).isZero();
    log.away.set(false);
    assertThat(made(control.load(other, rig.catalog, Rig.NOTE)).number()).isEqualTo(1);
    assertThat(rig.plan("r").strategy()).isEqualTo("primary");
    assertThat(made(control.catchUp()).number()).isEqualTo(1);
  }

  @Test
  void startWithoutTheStoreServesTheLastGoodTable() {
    FlakyLog log = new FlakyLog();
    RouteControl other = new RouteControl(new Router(rig.catalog), log);
    other.load(config(), rig.catalog, Rig.NOTE);
    log.remembered = Optional.of(made(other.flip(toStable(), Rig.NOTE)));
    log.away.set(true);
    RouteControl control = new RouteControl(rig.router, log);
    control.load(config(), rig.catalog, Rig.NOTE);
    assertThat(rig.plan("r").revision()).isEqualTo(2);
    assertThat(rig.plan("r").strategy()).isEqualTo("fallback");
    assertThat(why(control.revert("flip-2", Rig.NOTE))).isEqualTo(Why.UNAVAILABLE);
  }

  @Test
  void twoGatewaysShareOneHistory() {
    rig.load(config());
    Router second = new Router(rig.catalog);
    RouteControl other = new RouteControl(second, rig.log);
    other.load(config(), rig.catalog, Rig.NOTE);
    rig.control.flip(toStable(), Rig.NOTE);
    // The other has not heard of it, and is not in its way.
    Revision merged = made(other.canaryPercent("r", 30, Rig.NOTE));
    assertThat(merged.number()).isEqualTo(3);
    assertThat(merged.state().flips()).hasSize(1);
    rig.control.catchUp();
    assertThat(rig.control.current()).isEqualTo(merged);
    List<Flip> cuts = new ArrayList<>();
    second.onChange(change -> cuts.addAll(change.cuts()));
    rig.control.flip(toStable().cutting(), Rig.NOTE);
    other.catchUp();
    assertThat(cuts).hasSize(1);
    assertThat(other.current().number()).isEqualTo(4);
  }

  @Test
  void gatewaysThatStartAtOnceWithOneFileMakeOneRevision() {
    FlakyLog log = new FlakyLog();
    RouteControl other = new RouteControl(new Router(rig.catalog), log);
    log.meanwhile = () -> other.load(config(), rig.catalog, Rig.NOTE);
    RouteControl control = new RouteControl(rig.router, log);
    assertThat(made(control.load(config(), rig.catalog, Rig.NOTE)).number()).isEqualTo(1);
    assertThat(control.current()).isEqualTo(other.current());
    assertThat(rig.plan("r").revision()).isEqualTo(1);
    assertThat(log.memory.history(Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void unchangedRoutesAreTakenOverWhole() {
    rig.load(new RoutingConfig(
        Map.of("r", Rig.route(new Primary("a"), "a", "b"), "s", Rig.route(new Primary("a"), "a")),
        Map.of(), Map.of()));
    Route s = rig.router.table().routes().get("s");
    rig.control.flip(FlipRequest.of("r", FlipTo.target("b")), Rig.NOTE);
    assertThat(rig.router.table().routes().get("s")).isSameAs(s);
  }

  private static final class FlakyLog implements RevisionLog {
    private final RevisionMemory memory = new RevisionMemory();
    private final AtomicBoolean away = new AtomicBoolean();
    private Optional<Revision> remembered = Optional.empty();
    /// What another gateway does between the first look at the history and what follows from it.
    private Runnable meanwhile = () -> {};

    private void check() throws Unavailable {
      if (away.get()) {
        throw new Unavailable("away");
      }
    }

    @Override
    public void append(List<Entry> entries) throws Conflict, Unavailable {
      check();
      memory.append(entries);
    }

    @Override
    public Optional<Revision> latest() throws Unavailable {
      check();
      Optional<Revision> latest = memory.latest();
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return latest;
    }

    @Override
    public Optional<Revision> lastGood() {
      return remembered;
    }

    @Override
    public Optional<Revision> find(long number) throws Unavailable {
      check();
      return memory.find(number);
    }

    @Override
    public List<Revision> history(long before, int limit) throws Unavailable {
      check();
      return memory.history(before, limit);
    }
  }
}
