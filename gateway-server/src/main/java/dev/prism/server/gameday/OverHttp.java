package dev.prism.server.gameday;

import dev.prism.evals.golden.GoldenSet;
import dev.prism.incident.Evaluation;
import dev.prism.incident.detect.SavedStream;
import dev.prism.store.Database;
import dev.prism.store.StoreSettings;
import dev.prism.store.StoredDetectorStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole gateway behind loopback HTTP: requests on its data plane, marks and everything that an on-call does
/// on its admin plane. What a day and more before the trouble teach the detectors is learnt without the network
/// and left in the store, as a gateway that starts anew finds it.
final class OverHttp implements Stage {
  /// How long a leak may take until it is contained.
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  /// Twenty nights may begin at once, beside other work.
  private static final Duration OPENING = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 10;
  private static final String LEAKED = "jane.roe@example.com";
  /// Between two looks of the leader.
  private static final long ROUND_MILLIS = 250;
  private static final int ANSWERS_A_LOOK = 20;
  /// Of each arm, between two looks at a canary.
  private static final int CANARY_ANSWERS = 100;
  private static final int MOST_LOOKS = 40;
  /// Sessions that are to have the candidate, and those that are tried for it.
  private static final int CANARY_SESSIONS = 20;
  private static final int MOST_TRIED = 2_000;
  /// Of what is marked, the rubric that tells drift from invention.
  private static final String BESIDE = "optimal_plan_execution";
  /// Between two requests of a canary: no more of them in a second than the store keeps of ordinary ones.
  private static final long CANARY_PACE_MILLIS = 55;

  private final Scenario scenario;
  private final NightMarks marks;
  private final Path folder;
  private final Pace pace;
  private final NightClock clock;
  private final InProcess history;
  private final LocalApi api = new LocalApi();
  private final WallTimes times;
  private @Nullable HttpGateway gateway;
  private @Nullable HttpOnCall onCall;
  private boolean leaking;

  /// @param times told how long the gateway really took
  OverHttp(Scenario scenario, NightMarks marks, Path folder, Pace pace, WallTimes times) {
    this.scenario = scenario;
    this.marks = marks;
    this.folder = folder;
    this.pace = pace;
    this.times = times;
    clock = new NightClock(NightRun.START);
    history = new InProcess(scenario, marks, folder, NightRun.START, Crowd.detection());
  }

  @Override
  public void at(long millis) throws IOException, InterruptedException {
    if (gateway == null) {
      history.at(millis);
      clock.set(millis);
      if (millis >= NightRun.START + pace.liveFrom(scenario) * NightRun.MINUTE) {
        HttpGateway started = start();
        gateway = started;
        onCall = new HttpOnCall(api, started.admin());
        pace.begin(millis);
      }
    }
    pace.await(millis);
    clock.set(millis);
  }

  private HttpGateway start() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    GoldenPlant.into(new GoldenSet(folder.resolve("golden")), scenario, "simulated provider");
    List<SavedStream> learnt = history.learnt();
    try (Database database = new Database(
        new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null))) {
      if (!database.awaitOpened(OPENING)) {
        throw new IOException("the store of a game day does not open");
      }
      new StoredDetectorStates(database, clock).save(learnt);
    }
    return HttpGateway.start(scenario, marks, folder, clock);
  }

  @Override
  public Served ask(Customer customer) throws IOException, InterruptedException {
    HttpGateway live = gateway;
    if (live == null) {
      return history.ask(customer);
    }
    List<Map<String, String>> messages = new ArrayList<>();
    if (customer.leaky()) {
      messages.add(Map.of("role", "system", "content", HttpGateway.STRANGER));
    }
    messages.add(Map.of("role", "user", "content", "xyzzy " + customer.session()));
    LocalApi.Answer answer = api.post(live.data() + "/v1/chat/completions",
        Map.of("model", InProcess.ROUTE, "messages", messages), "authorization",
        "Bearer " + HttpGateway.key(customer.tenant()), "x-prism-session-id", customer.session(),
        "x-prism-metadata",
        JsonMapper.shared().writeValueAsString(Crowd.metadata(scenario, customer)));
    boolean leaked = answer.whole().body().contains(LEAKED);
    if (leaked && !leaking) {
      leaking = true;
      times.leaked();
    }
    String incident = answer.header("x-prism-incident");
    return new Served(answer.header("x-prism-trace-id"), answer.header("x-prism-target"),
        Long.parseLong(answer.header("x-prism-revision")), incident.isEmpty() ? null : incident,
        leaked);
  }

  @Override
  public void mark(Served served, Map<String, Double> given)
      throws IOException, InterruptedException {
    HttpGateway live = gateway;
    if (live == null) {
      history.mark(served, given);
      return;
    }
    for (Map.Entry<String, Double> one : given.entrySet()) {
      if (!one.getKey().equals(BESIDE) && !scenario.rubrics().contains(one.getKey())) {
        continue;
      }
      LocalApi.Answer answer = api.post(live.admin() + "/traces/" + served.traceId() + "/scores",
          Map.of("rubric", one.getKey(), "value", one.getValue(), "by", InProcess.JUDGE.id(),
              "version", InProcess.JUDGE.version(), "probability", scenario.sampling()));
      if (answer.status() != 201) {
        throw new IOException("a mark was refused: " + answer.whole().body());
      }
    }
  }

  /// The judge of a game day over HTTP is an application's: nobody tells it to mark more.
  @Override
  public double sampling() {
    return gateway == null ? history.sampling() : scenario.sampling();
  }

  @Override
  public void elsewhere(int requests) throws IOException, InterruptedException {
    HttpGateway live = gateway;
    if (live == null) {
      history.elsewhere(requests);
      return;
    }
    for (int i = 0; i < requests; i++) {
      api.post(live.data() + "/v1/chat/completions",
          Map.of("model", "elsewhere", "messages",
              List.of(Map.of("role", "user", "content", "xyzzy"))),
          "authorization", "Bearer " + HttpGateway.key(i));
    }
  }

  /// The night's clock stands while a leak is waited for, and the time that this takes is measured.
  @Override
  public void settle() throws IOException, InterruptedException {
    if (gateway == null) {
      history.settle();
      return;
    }
    if (!leaking || times.isContained()) {
      return;
    }
    Instant end = Instant.now().plus(PATIENCE);
    while (!times.isContained() && Instant.now().isBefore(end)) {
      Seen seen = incident();
      if (seen != null) {
        times.paged();
        if (seen.flips() > 0) {
          times.flipped();
          prove();
        } else if (seen.suggested()) {
          return;
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /// Customers ask on, until the incident says that the wire has confirmed its flip.
  private void prove() throws IOException, InterruptedException {
    for (int i = 0; i < ANSWERS_A_LOOK; i++) {
      ask(Crowd.customer(scenario, "wire-" + i, i % 6, true, false));
      times.answered();
    }
    if (Boolean.TRUE.equals(onCall().form().path("contained").booleanValue())) {
      times.contained();
    }
  }

  @Override
  public @Nullable Seen incident() throws IOException, InterruptedException {
    HttpOnCall live = onCall;
    return live == null ? history.incident() : live.incident();
  }

  private HttpOnCall onCall() {
    HttpOnCall live = onCall;
    if (live == null) {
      throw new IllegalStateException("the gateway does not serve yet");
    }
    return live;
  }

  @Override
  public void click(Seen incident) throws IOException, InterruptedException {
    onCall().click();
  }

  @Override
  public void dismiss(Seen incident) throws IOException, InterruptedException {
    if (onCall == null) {
      history.dismiss(incident);
    } else {
      onCall().dismiss();
    }
  }

  @Override
  public Aftermath after(Seen incident) throws IOException, InterruptedException {
    Optional<Evaluation.Outcome> outcome = onCall().evaluate();
    if (outcome.isEmpty()) {
      return new Aftermath(false, null, false);
    }
    boolean right = outcome.get() == GoldenPlant.expected(scenario);
    return onCall().fix(outcome.get(), scenario.fix())
        ? canary(right)
        : new Aftermath(right, null, false);
  }

  /// A session stays with the arm that it has, so those that have the candidate are looked for once.
  private Aftermath canary(boolean right) throws IOException, InterruptedException {
    List<Customer> tried = new ArrayList<>();
    List<Customer> usual = new ArrayList<>();
    for (int i = 0; i < MOST_TRIED && tried.size() < CANARY_SESSIONS; i++) {
      Customer customer = Crowd.customer(scenario, "canary-" + i, i % 6, true, false);
      at(clock.millis() + CANARY_PACE_MILLIS);
      boolean candidate = ask(customer).target().equals(NightMarks.LIVE);
      (candidate ? tried : usual).add(customer);
    }
    double widest = 0;
    for (int look = 0; look < MOST_LOOKS && !tried.isEmpty() && !usual.isEmpty(); look++) {
      for (int i = 0; i < CANARY_ANSWERS; i++) {
        compare(tried.get(i % tried.size()));
        compare(usual.get(i % usual.size()));
      }
      Thread.sleep(2 * ROUND_MILLIS);
      JsonNode now = onCall().form();
      widest = Math.max(widest, now.path("canary").path("percent").asDouble(0));
      if (!now.path("state").asString().equals("verifying")) {
        return new Aftermath(right, widest, !now.path("verified").isMissingNode());
      }
    }
    return new Aftermath(right, widest, false);
  }

  private void compare(Customer customer) throws IOException, InterruptedException {
    at(clock.millis() + CANARY_PACE_MILLIS);
    Served served = ask(customer);
    Map<String, Double> given = served.target().equals(NightMarks.LIVE)
        ? marks.ofFix()
        : marks.of(NightMarks.OLD, false, 0);
    given.keySet().retainAll(scenario.rubrics().subList(0, 1));
    mark(served, given);
  }

  @Override
  public void close() throws IOException {
    HttpGateway live = gateway;
    if (live != null) {
      live.close();
    }
    api.close();
  }
}
