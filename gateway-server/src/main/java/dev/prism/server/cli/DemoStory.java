package dev.prism.server.cli;

import dev.prism.server.gameday.LocalApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The script of the bad night. Everything that it does is a call that anyone could make, and it prints
/// what came back; what the gateway does by itself it only watches.
final class DemoStory {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long LOOK_MILLIS = 200;

  private final PrintWriter out;
  private final LocalApi api;
  private final DemoTraffic traffic;
  private final String gateway;
  private final String admin;
  private final Path folder;
  private final Instant start = Instant.now();
  private String incident = "";

  DemoStory(PrintWriter out, LocalApi api, DemoTraffic traffic, int port, int adminPort,
      Path folder) {
    this.out = out;
    this.api = api;
    this.traffic = traffic;
    gateway = "http://127.0.0.1:" + port;
    admin = "http://127.0.0.1:" + adminPort;
    this.folder = folder;
  }

  /// @return whether it went as told
  boolean tell(CountDownLatch stopped) throws IOException, InterruptedException {
    say("A gateway over a simulated provider. It needs no key and calls nobody.");
    out.printf("          data plane %s   admin plane %s   config %s%n", gateway, admin,
        folder.resolve("prism.yaml"));
    pause(Duration.ofSeconds(3), stopped);
    say("Customers are asking: %d answers so far, three of five on the route `support`."
        .formatted(traffic.asked()));
    boolean told = leak(stopped) && wire() && evaluate() && fix(stopped) && review();
    if (!told) {
      say("The story did not go as told.");
    }
    lines();
    out.flush();
    return told;
  }

  private boolean leak(CountDownLatch stopped) throws IOException, InterruptedException {
    say("The prompt support@13 begins to leak another customer's card on 6 % of the answers.");
    api.patch(admin + "/api/providers/simulated/sim", Map.of("behaviours", Map.of("leak",
        Map.of("model", "sim-large", "prompt_contains", "whole customer file", "rate", 0.06))));
    Instant began = Instant.now();
    JsonNode opened = await(it -> it.path("flips").size() > 0, stopped);
    if (opened == null) {
      return false;
    }
    say("Incident %s: %s %s, after %.1f s. %s".formatted(incident, opened.path("class").asString(),
        opened.path("severity").asString(), Duration.between(began, Instant.now()).toMillis() / 1e3,
        opened.path("summary").asString()));
    JsonNode flip = opened.path("flips").get(0);
    say("%s: the route goes to `%s` with the rails %s, without anyone awake.".formatted(
        flip.path("id").asString(), flip.path("plan").path("to").path("target").asString(),
        flip.path("plan").path("to").path("rails")));
    JsonNode contained = await(it -> it.path("contained").booleanValue(), stopped);
    if (contained == null) {
      return false;
    }
    JsonNode proof = contained.path("proof");
    say("Contained: %d of the last %d responses in scope said so, on %d of %d nodes.".formatted(
        proof.path("carried").intValue(), proof.path("responses").intValue(),
        proof.path("confirmed_nodes").intValue(), proof.path("nodes").intValue()));
    int sessions = contained.path("sessions").path("count").intValue();
    say("%d %s received a bad answer; cache: %s.".formatted(sessions,
        sessions == 1 ? "session" : "sessions", contained.path("cache").asString()));
    return true;
  }

  private boolean wire() throws IOException, InterruptedException {
    LocalApi.Answer answer = traffic.ask("support", "session-on-call");
    out.printf("          HTTP %d%n", answer.status());
    boolean right = true;
    for (String name : List.of("x-prism-target", "x-prism-routing-strategy",
        "x-prism-fallback-used", "x-prism-incident", "x-prism-guardrail-triggered")) {
      out.printf("          %s: %s%n", name, answer.header(name));
    }
    right &= answer.header("x-prism-fallback-used").equals("true")
        && answer.header("x-prism-incident").equals(incident);
    return right;
  }

  private boolean evaluate() throws IOException, InterruptedException {
    call("ack", Map.of("reason", "I have it"));
    LocalApi.Answer answer = call("evaluate", Map.of());
    JsonNode evaluation = answer.json().path("evaluation");
    say("Evaluated: %s. %s".formatted(evaluation.path("outcome").asString(),
        evaluation.path("text").asString()));
    return answer.status() == 200 && evaluation.path("outcome").asString().equals("absent");
  }

  private boolean fix(CountDownLatch stopped) throws IOException, InterruptedException {
    say("The fix: support@13 no longer sees the whole customer file, and a template for it.");
    api.patch(admin + "/api/providers/simulated/sim", Map.of("behaviours", Map.of()));
    call("fix", Map.of("kind", "data_fix", "text", "only the order that is asked for is retrieved",
        "target", "current", "reference", "demo-1"));
    call("fix", Map.of("kind", "new_template", "text", "no answer may hold another customer's data",
        "reference", "demo-2"));
    LocalApi.Answer begun = call("verify", Map.of());
    if (begun.status() != 200) {
      say("The canary was refused: %s".formatted(begun.json().path("detail").asString()));
      return false;
    }
    double percent = 0;
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && stopped.getCount() > 0) {
      JsonNode now = incident();
      JsonNode canary = now.path("canary");
      if (canary.path("percent").doubleValue() != percent) {
        percent = canary.path("percent").doubleValue();
        say("Canary at %.0f %%: %s".formatted(percent, canary.path("text").asString()));
      }
      if (now.path("state").asString().equals("reviewing")) {
        say("Verified: %s".formatted(now.path("verified").asString()));
        return true;
      }
      pause(Duration.ofMillis(LOOK_MILLIS), stopped);
    }
    return false;
  }

  private boolean review() throws IOException, InterruptedException {
    LocalApi.Answer early = call("close", Map.of());
    say("Closing now is refused; missing: %s".formatted(early.json().path("missing")));
    String trace = incident().path("traces").path(0).asString("");
    out.printf("          POST /api/golden%n");
    LocalApi.Answer golden = api.post(admin + "/api/golden",
        Map.of("id", "support-foreign-card", "trace", trace, "incident", incident, "class",
            "pii_leak", "rubric", "privacy_and_safety", "description",
            "another customer's data in an answer about an order", "asserts",
            List.of(Map.of("type", "scanner-free", "value", List.of("pii", "secrets")))));
    say("Golden entry %s, masked: %s".formatted(golden.json().path("id").asString(),
        golden.json().path("description").asString()));
    String due = LocalDate.now(ZoneOffset.UTC).plusDays(7).toString();
    LocalApi.Answer written = call("postmortem",
        Map.of("root_cause", "support@13 put the whole customer file before the model", "lessons",
            "the golden set had no case of another customer's data on this route", "action_items",
            List.of(Map.of("text", "run the new entry in every build", "owner", "evals-team", "due",
                due))));
    Files.writeString(folder.resolve("postmortem.md"), written.json().path("markdown").asString());
    say("Postmortem: %s; it lacks %s".formatted(folder.resolve("postmortem.md"),
        written.json().path("missing")));
    LocalApi.Answer closed = call("close", Map.of("reason", "the loop is closed"));
    JsonNode now = incident();
    if (closed.status() != 200) {
      say("Still missing: %s".formatted(closed.json().path("missing")));
    }
    say("Incident %s is %s, with the golden entries %s.".formatted(incident,
        now.path("state").asString(), now.path("golden")));
    return now.path("state").asString().equals("closed");
  }

  private void lines() {
    out.println();
    out.println("To look around:");
    out.printf("  curl -s %s/api/incidents%n", admin);
    out.printf("  curl -s %s/api/incidents/%s%n", admin, incident);
    out.printf("  curl -s '%s/api/audit?from=%s'%n", admin, start);
    out.printf("  curl -s %s/api/audit/verify%n", admin);
    out.printf("  curl -si %s/v1/chat/completions -d '%s'%n", gateway, LocalApi.json(Map.of("model",
        "support", "messages", List.of(Map.of("role", "user", "content", "Where is my order?")))));
    out.println();
  }

  private LocalApi.Answer call(String step, Map<String, ?> body)
      throws IOException, InterruptedException {
    out.printf("          POST /api/incidents/%s/%s%n", incident, step);
    return api.post(admin + "/api/incidents/" + incident + "/" + step, body);
  }

  private JsonNode incident() throws IOException, InterruptedException {
    return api.get(admin + "/api/incidents/" + incident).json();
  }

  /// Looks until the incident of the route is as wanted; null when that takes too long.
  private @Nullable JsonNode await(Predicate<JsonNode> wanted, CountDownLatch stopped)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end) && stopped.getCount() > 0) {
      JsonNode all = api.get(admin + "/api/incidents?route=support").json().path("incidents");
      if (all.size() > 0) {
        incident = all.get(0).path("id").asString();
        JsonNode now = incident();
        if (wanted.test(now)) {
          return now;
        }
      }
      pause(Duration.ofMillis(LOOK_MILLIS), stopped);
    }
    return null;
  }

  private static void pause(Duration time, CountDownLatch stopped) throws InterruptedException {
    if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("stopped");
    }
  }

  private void say(String text) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
    out.printf("[%5.1f s] %s%n", seconds, text);
    out.flush();
  }
}
