package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.routing.BreakerSnapshot;
import dev.prism.store.KeyStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RoutingApiIT extends AdminRig {
  private static final String TO_CANDIDATE = "{\"to\":{\"target\":\"candidate\"},\"reason\":\"night\"";

  @Test
  void aFlipIsOneCallAndSoIsTheWayBack() throws Exception {
    AdminCalls.Answer flipped = calls.post("/api/routes/demo/flips",
        TO_CANDIDATE + ",\"scope\":{\"tenants\":[\"acme\"],\"percent\":50},\"incident\":\"inc-1\","
            + "\"expires_in\":\"2h\",\"in_flight\":\"cut\"}");
    assertThat(flipped.status()).isEqualTo(201);
    assertThat(flipped.body().path("revision").longValue()).isEqualTo(2);
    String id = flipped.body().path("id").asString();
    JsonNode flip = calls.get("/api/flips").body().path("flips").get(0);
    assertThat(flip).isEqualTo(flipped.body().path("flip"));
    assertThat(flip.path("scope").path("percent").doubleValue()).isEqualTo(50);
    assertThat(flip.path("in_flight").asString()).isEqualTo("cut");
    assertThat(flip.path("author").asString()).isEqualTo("local");
    assertThat(calls.get("/api/routes/demo").body().path("flips").get(0)).isEqualTo(flip);

    AdminCalls.Answer reverted = calls.call("DELETE", "/api/flips/" + id + "?reason=over", "");
    assertThat(reverted.status()).isEqualTo(200);
    assertThat(reverted.body().path("revision").longValue()).isEqualTo(3);
    assertThat(calls.get("/api/flips").body().path("flips").size()).isZero();
    assertThat(calls.call("DELETE", "/api/flips/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void aStrategyCanBeFlippedToInTheConfigsOwnWords() throws Exception {
    AdminCalls.Answer flipped = calls.post("/api/routes/demo/flips",
        "{\"to\":{\"strategy\":{\"fallback\":[\"candidate\",\"stable\"]}},\"reason\":\"chain\"}");
    assertThat(flipped.status()).isEqualTo(201);
    assertThat(flipped.body().path("flip").path("to").path("strategy").has("fallback")).isTrue();
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    AdminCalls.Answer preview = calls.post("/api/routes/demo/flips",
        TO_CANDIDATE + ",\"dry_run\":true}");
    assertThat(preview.status()).isEqualTo(200);
    assertThat(preview.body().path("routes").get(0).asString()).isEqualTo("demo");
    assertThat(fixture.control.current().number()).isEqualTo(1);
  }

  @Test
  void whatMakesNoSenseIsRefusedWithAReason() throws Exception {
    assertThat(calls.post("/api/routes/demo/flips", "{\"to\":{\"target\":\"candidate\"}}").code())
        .as("no reason")
        .isEqualTo("invalid_request");
    assertThat(calls.post("/api/routes/none/flips", TO_CANDIDATE + "}").status()).isEqualTo(404);
    AdminCalls.Answer unknown = calls.post("/api/routes/demo/flips",
        "{\"to\":{\"target\":\"x\"},\"reason\":\"r\"}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.body().path("revision").longValue()).isEqualTo(1);
    assertThat(calls.post("/api/routes/demo/flips", TO_CANDIDATE + ",\"scop\":{}}").status())
        .isEqualTo(400);
    assertThat(calls.post("/api/routes/demo/flips", "{\"to\":").status()).isEqualTo(400);
    assertThat(calls.post("/api/routes/demo/flips", "[]").status()).isEqualTo(400);
    assertThat(calls.post("/api/routes/demo/flips", TO_CANDIDATE + ",\"dry_run\":\"no\"}").status())
        .isEqualTo(400);
    assertThat(fixture.control.current().number()).isEqualTo(1);
  }

  @Test
  void aChangeForAnotherRevisionThanTheOneInForceIsRefused() throws Exception {
    assertThat(
        calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}", "If-Match", "\"1\"").status())
        .isEqualTo(201);
    AdminCalls.Answer stale = calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}", "If-Match",
        "\"1\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.body().path("revision").longValue()).isEqualTo(2);
    assertThat(calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}", "If-Match", "one").status())
        .isEqualTo(400);
    assertThat(calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}", "If-Match", "*").status())
        .isEqualTo(201);
  }

  @Test
  void theHistoryIsListedComparedAndGoneBackTo() throws Exception {
    calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}");
    calls.post("/api/routes/trial/canary", "{\"percent\":20,\"reason\":\"grow\"}");
    JsonNode revisions = calls.get("/api/revisions?limit=2").body();
    assertThat(revisions.path("in_force").longValue()).isEqualTo(3);
    assertThat(revisions.path("revisions").get(0).path("action").asString()).isEqualTo("canary");
    assertThat(calls.get("/api/revisions/2").body().path("state").path("config").has("routes"))
        .isTrue();
    assertThat(calls.get("/api/revisions/2/diff/3")
        .body()
        .path("changes")
        .get(0)
        .path("after")
        .doubleValue()).isEqualTo(20);
    AdminCalls.Answer back = calls.post("/api/revisions/1/activate", "{\"reason\":\"go back\"}");
    assertThat(back.body().path("revision").longValue()).isEqualTo(4);
    assertThat(calls.get("/api/revisions/1/diff/4").body().path("changes").size()).isZero();
    assertThat(calls.get("/api/revisions/99").status()).isEqualTo(404);
    assertThat(calls.get("/api/revisions/one").status()).isEqualTo(400);
  }

  @Test
  void aPromptVersionIsAddedOnceAndNeverChanged() throws Exception {
    String body = "{\"version\":\"13\",\"system\":\"You handle refunds, kindly.\",\"reason\":\"r\"}";
    assertThat(calls.post("/api/prompts/refund/versions", body).status()).isEqualTo(201);
    JsonNode versions = calls.get("/api/prompts/refund/versions").body().path("versions");
    assertThat(versions.size()).isEqualTo(2);
    assertThat(calls.get("/api/prompts").body().path("prompts").get(0).path("versions").size())
        .isEqualTo(2);
    assertThat(
        calls.post("/api/prompts/refund/versions", body.replace("kindly", "briskly")).status())
        .isEqualTo(409);
    assertThat(calls.get("/api/prompts/refund/versions").body().path("versions"))
        .isEqualTo(versions);
    assertThat(calls.get("/api/prompts/none/versions").status()).isEqualTo(404);
  }

  @Test
  void aBreakerIsHeldOpenAndResetAndBothAreAudited() throws Exception {
    JsonNode breakers = calls.get("/api/breakers").body().path("breakers");
    String id = breakers.get(0).path("id").asString();
    String inPath = id.replace("/", "%2F");
    AdminCalls.Answer open = calls.post("/api/breakers/" + inPath + "/open",
        "{\"reason\":\"outage\"}");
    assertThat(open.status()).isEqualTo(200);
    assertThat(open.body().path("hold").asString()).isEqualTo("open");
    assertThat(fixture.router.healths().breakers().getFirst().state())
        .isEqualTo(BreakerSnapshot.State.OPEN);
    assertThat(calls.post("/api/breakers/" + inPath + "/reset", "{\"reason\":\"over\"}")
        .body()
        .path("state")
        .asString()).isEqualTo("closed");
    assertThat(calls.post("/api/breakers/none/open", "{\"reason\":\"r\"}").status()).isEqualTo(404);
    JsonNode entries = calls.get("/api/audit?limit=2").body().path("entries");
    assertThat(entries.get(0).path("entry").path("action").asString()).isEqualTo("breaker_reset");
    assertThat(entries.get(1).path("entry").path("subject").asString()).isEqualTo(id);
  }

  @Test
  void theAuditLogTellsWhoDidWhatAndProvesItself() throws Exception {
    calls.post("/api/routes/demo/flips", TO_CANDIDATE + ",\"scope\":{\"tenants\":[\"acme\"]}}");
    JsonNode entries = calls.get("/api/audit?tenant=acme").body().path("entries");
    assertThat(entries.get(0).path("entry").path("who").asString()).isEqualTo("local");
    assertThat(entries.get(0).path("entry").path("why").asString()).isEqualTo("night");
    assertThat(calls.get("/api/audit?tenant=beta").body().path("entries").size())
        .as("the load touches everyone, the flip does not touch beta")
        .isEqualTo(1);
    assertThat(calls.get("/api/audit?to=2020-01-01T00:00:00Z").body().path("entries").size())
        .isZero();
    JsonNode whole = calls.get("/api/audit/verify").body();
    assertThat(whole.path("whole").booleanValue()).isTrue();
    assertThat(whole.path("entries").longValue()).isEqualTo(2);
    assertThat(calls.get("/api/audit/export").body().asString().lines()).hasSize(2);
  }

  @Test
  void withoutItsStoreTheGatewayRefusesChangesAndShowsTheTable() throws Exception {
    fixture.database.close();
    AdminCalls.Answer refused = calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("store_unavailable");
    assertThat(calls.get("/api/audit").status()).isEqualTo(503);
    assertThat(calls.get("/api/revisions").status()).isEqualTo(503);
    assertThat(calls.get("/api/routes").status()).isEqualTo(200);
    assertThat(calls.get("/api/flips").body().path("flips").size()).isZero();
  }

  @Test
  void aViewerLooksAndAnOperatorFlips() throws Exception {
    AdminToken viewer = new AdminToken("ann", AdminRole.VIEWER, KeyStore.hash(new Secret("see")));
    AdminToken operator = new AdminToken("bob", AdminRole.OPERATOR,
        KeyStore.hash(new Secret("do")));
    try (AdminFixture guarded = new AdminFixture(folder.resolve("roles"),
        List.of(viewer, operator))) {
      String see = "Bearer see";
      String act = "Bearer do";
      assertThat(guarded.calls.get("/api/routes", "Authorization", see).status()).isEqualTo(200);
      assertThat(
          guarded.calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}", "Authorization", see)
              .status())
          .isEqualTo(403);
      AdminCalls.Answer flipped = guarded.calls.post("/api/routes/demo/flips", TO_CANDIDATE + "}",
          "Authorization", act);
      assertThat(flipped.body().path("flip").path("author").asString()).isEqualTo("bob");
      assertThat(guarded.calls.get("/api/audit/export", "Authorization", act).status())
          .isEqualTo(403);
    }
  }

  @Test
  void everyCallIsDescribedAndEveryDescriptionHolds() {
    JsonNode document = calls.document();
    assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
    JsonNode schemas = document.path("components").path("schemas");
    for (JsonNode reference : document.findValues("$ref")) {
      String name = reference.asString().substring("#/components/schemas/".length());
      assertThat(schemas.has(name)).as(name).isTrue();
    }
    assertThat(document.path("paths").size()).isGreaterThan(20);
  }
}
