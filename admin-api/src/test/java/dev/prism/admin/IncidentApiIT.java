package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.store.KeyStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class IncidentApiIT extends AdminRig {
  private String opened() throws Exception {
    AdminCalls.Answer opened = calls.post("/api/incidents",
        "{\"route\":\"trial\",\"class\":\"pii_leak\",\"reason\":\"a card number in an answer\"}");
    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.body().path("severity").asString()).as("a leak is S1").isEqualTo("S1");
    assertThat(opened.body().path("classification").path("by").asString()).isEqualTo("human");
    return "/api/incidents/" + opened.body().path("id").asString();
  }

  @Test
  void anIncidentGoesThroughItsSixStepsAndEachGateHolds() throws Exception {
    String path = opened();
    assertThat(calls.get("/api/incidents?open=true&route=trial").body().path("incidents").size())
        .isEqualTo(1);
    assertThat(calls.post(path + "/ack", "{\"reason\":\"mine\"}")
        .body()
        .path("acknowledged")
        .booleanValue()).isTrue();
    AdminCalls.Answer early = calls.post(path + "/evaluate", "");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.code()).isEqualTo("gate_closed");
    assertThat(early.body().path("missing").get(0).asString()).contains("wire");

    AdminCalls.Answer planned = calls.post(path + "/contain",
        "{\"to\":{\"target\":\"stable\"},\"dry_run\":true}");
    assertThat(planned.status()).isEqualTo(202);
    assertThat(planned.body().path("to").path("target").asString()).isEqualTo("stable");
    assertThat(fixture.router.table().revision().state().flips()).isEmpty();
    AdminCalls.Answer flipped = calls.post(path + "/contain",
        "{\"to\":{\"target\":\"stable\"},\"scope\":{\"tenants\":[\"acme\"]},\"expires_in\":\"2h\","
            + "\"reason\":\"leak\"}");
    assertThat(flipped.status()).as("%s", flipped.body()).isEqualTo(200);
    assertThat(flipped.body().path("flips").get(0).path("in_force").booleanValue()).isTrue();
    assertThat(flipped.body().path("flips").get(0).path("plan").path("ttl_seconds").longValue())
        .isEqualTo(7_200);

    assertThat(calls.post(path + "/contain", "{\"waive\":true,\"reason\":\"no traffic\"}")
        .body()
        .path("state")
        .asString()).isEqualTo("contained");
    fixture.incidents.possible = false;
    assertThat(calls.post(path + "/evaluate", "").code()).isEqualTo("not_possible");
    fixture.incidents.possible = true;
    AdminCalls.Answer evaluated = calls.post(path + "/evaluate", "");
    assertThat(evaluated.body().path("evaluation").path("outcome").asString()).isEqualTo("absent");
    assertThat(calls.post(path + "/verify", "").code()).isEqualTo("gate_closed");
    calls.post(path + "/fix",
        "{\"kind\":\"new_template\",\"text\":\"a template for tenants\",\"reference\":\"c0ffee\"}");
    AdminCalls.Answer verified = calls.post(path + "/verify",
        "{\"attest\":\"two hours without a finding\"}");
    assertThat(verified.body().path("state").asString()).isEqualTo("reviewing");

    AdminCalls.Answer refused = calls.post(path + "/close", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("missing").toString()).contains("golden entry")
        .contains("postmortem")
        .contains("flip-");
    for (JsonNode flip : calls.get("/api/flips").body().path("flips")) {
      calls.call("DELETE", "/api/flips/" + flip.path("id").asString(), "");
    }
    fixture.incidents.keeper.round();
    fixture.incidents.golden = List.of("g-1");
    assertThat(calls.post(path + "/postmortem", "{\"root_cause\":\"no filter\"}")
        .body()
        .path("missing")
        .size()).isZero();
    AdminCalls.Answer closed = calls.post(path + "/close", "{\"reason\":\"done\"}");
    assertThat(closed.status()).as("%s", closed.body()).isEqualTo(200);
    assertThat(closed.body().path("state").asString()).isEqualTo("closed");
    assertThat(calls.get("/api/audit/verify").body().path("whole").booleanValue()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefusedWithAReason() throws Exception {
    String path = opened();
    assertThat(calls.get("/api/incidents/none").status()).isEqualTo(404);
    assertThat(calls.post("/api/incidents/none/ack", "{}").status()).isEqualTo(404);
    assertThat(calls.post("/api/incidents", "{\"route\":\"demo\"}").status()).isEqualTo(400);
    assertThat(
        calls.post(path + "/triage", "{\"class\":\"odd\",\"severity\":\"S1\",\"reason\":\"r\"}")
            .status())
        .isEqualTo(400);
    assertThat(
        calls.post(path + "/triage", "{\"class\":\"drift\",\"severity\":\"S9\",\"reason\":\"r\"}")
            .status())
        .isEqualTo(400);
    assertThat(calls.post(path + "/contain", "{\"to\":{\"target\":\"none\"}}").status())
        .isEqualTo(422);
    assertThat(calls.post(path + "/contain", "{\"expires_in\":\"soon\"}").status()).isEqualTo(400);
    assertThat(calls.post(path + "/ack", "{\"odd\":1}").status()).isEqualTo(400);
    assertThat(calls.post(path + "/merge", "{\"into\":\"none\"}").status()).isEqualTo(409);
    assertThat(calls.post("/api/escalations", "{\"session_id\":\"gone\"}").status()).isEqualTo(404);
  }

  @Test
  void automationIsFrozenAndReleasedInOneCall() throws Exception {
    assertThat(calls.get("/api/automation").body().path("frozen").booleanValue()).isFalse();
    assertThat(calls.post("/api/automation/freeze", "{}").status()).isEqualTo(400);
    AdminCalls.Answer frozen = calls.post("/api/automation/freeze",
        "{\"reason\":\"the detector is wrong\"}");
    assertThat(frozen.body().path("frozen").booleanValue()).isTrue();
    assertThat(calls.post("/api/automation/release", "{\"reason\":\"fine\"}")
        .body()
        .path("frozen")
        .booleanValue()).isFalse();
    String audit = calls.get("/api/audit").body().toString();
    assertThat(audit).contains("freeze").contains("release");
  }

  @Test
  void twoIncidentsBecomeOneAndAFalseAlarmEnds() throws Exception {
    String one = opened();
    String other = "/api/incidents/" + calls
        .post("/api/incidents", "{\"route\":\"demo\",\"reason\":\"odd\",\"class\":\"drift\"}")
        .body()
        .path("id")
        .asString();
    AdminCalls.Answer merged = calls.post(other + "/merge",
        "{\"into\":\"" + one.substring("/api/incidents/".length()) + "\"}");
    assertThat(merged.body().path("state").asString()).isEqualTo("merged");
    assertThat(calls.post(one + "/close", "{\"false_alarm\":true,\"reason\":\"a test card\"}")
        .body()
        .path("state")
        .asString()).isEqualTo("false_alarm");
    assertThat(calls.post(one + "/ack", "{}").code()).isEqualTo("gate_closed");
  }

  @Test
  void viewersLookAndOperatorsAct() throws Exception {
    try (AdminFixture guarded = new AdminFixture(folder.resolve("guarded"),
        List.of(token("vera", AdminRole.VIEWER), token("otto", AdminRole.OPERATOR)))) {
      String body = "{\"route\":\"demo\",\"reason\":\"odd\"}";
      assertThat(guarded.calls.get("/api/incidents").status()).isEqualTo(401);
      assertThat(guarded.calls.get("/api/incidents", "Authorization", "Bearer vera").status())
          .isEqualTo(200);
      assertThat(
          guarded.calls.post("/api/incidents", body, "Authorization", "Bearer vera").status())
          .isEqualTo(403);
      assertThat(
          guarded.calls.post("/api/incidents", body, "Authorization", "Bearer otto").status())
          .isEqualTo(201);
    }
  }

  private static AdminToken token(String name, AdminRole role) {
    return new AdminToken(name, role, KeyStore.hash(new Secret(name)));
  }
}
