package dev.prism.admin;

import dev.prism.incident.FailureCluster;
import dev.prism.incident.FailureCluster.Contrast;
import dev.prism.incident.cluster.ClusterReport;
import dev.prism.incident.cluster.judge.ClusterFinding;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Clusters of failing traces.
final class ClusterOperations {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 500;
  private static final int BRIEF_CONTRAST = 5;
  private final ClusterPorts ports;

  ClusterOperations(ClusterPorts ports) {
    this.ports = ports;
  }

  List<Operation> all() {
    return List.of(
        Operation
            .get("/api/clusters", "Failing traces with something in common, newest failure first",
                this::list)
            .query("route", "string", "only this route's")
            .query("limit", "integer", "at most so many, 1 to 500; 100 when not given")
            .answers("Clusters"),
        Operation
            .get("/api/clusters/{id}", "One cluster with its members and its contrast", this::one)
            .answers("Cluster"));
  }

  private void list(Context call) {
    int limit = (int) Query.integer(call, "limit", DEFAULT_LIMIT, 1, MOST);
    String route = call.queryParam("route");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("clusters",
        ports.clusters().list(route).stream().limit(limit).map(this::brief).toList());
    if (route != null) {
      answer.put("contrast",
          ports.clusters().contrast(route).stream().map(ClusterOperations::contrast).toList());
    }
    AdminJson.answer(call, answer);
  }

  private void one(Context call) {
    ClusterReport report = ports.clusters()
        .find(call.pathParam("id"))
        .orElseThrow(() -> Problem.notFound("There is no cluster of that id any more."));
    Map<String, Object> form = brief(report);
    form.put("members", report.cluster().members());
    form.put("contrast",
        report.cluster().contrast().stream().map(ClusterOperations::contrast).toList());
    form.put("run", run(report.run()));
    AdminJson.answer(call, form);
  }

  private Map<String, Object> brief(ClusterReport report) {
    FailureCluster cluster = report.cluster();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", cluster.id());
    form.put("route", cluster.route());
    form.put("name", cluster.name());
    form.put("category", cluster.category());
    form.put("subtype", cluster.subtype());
    form.put("title", report.title());
    if (cluster.fingerprint() != null) {
      form.put("fingerprint", cluster.fingerprint());
    }
    form.put("size", cluster.members().size());
    form.put("total", report.total());
    form.put("first_at", time(cluster.firstMicros()));
    form.put("last_at", time(cluster.lastMicros()));
    form.put("representatives", cluster.representatives());
    form.put("contrast",
        cluster.contrast()
            .stream()
            .limit(BRIEF_CONTRAST)
            .map(ClusterOperations::contrast)
            .toList());
    form.put("immediate_fix",
        ports.finding(report).map(ClusterFinding::immediateFix).orElse(report.immediateFix()));
    ports.finding(report).ifPresent(finding -> form.put("judged", finding(finding)));
    form.put("grouping", cluster.grouping());
    return form;
  }

  private static Map<String, Object> finding(ClusterFinding finding) {
    return Map.of("judge", finding.judge(), "scores", finding.scores(), "turns", finding.turns(),
        "rejected_quotes", finding.rejected(), "quotes",
        finding.quotes()
            .stream()
            .map(quote -> Map.of("trace_id", quote.traceId(), "span_id", quote.spanId(), "text",
                quote.text()))
            .toList());
  }

  private static Map<String, Object> contrast(Contrast row) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("attribute", row.attribute());
    form.put("value", row.value());
    form.put("failing_share", row.failingShare());
    form.put("passing_share", row.passingShare());
    form.put("lift", row.lift());
    form.put("lower_bound", row.lowerBound());
    form.put("q_value", row.qValue());
    return form;
  }

  private static Map<String, Object> run(ClusterReport.Run run) {
    return Map.of("at", Instant.ofEpochMilli(run.atMillis()).toString(), "failing", run.failing(),
        "passing", run.passing(), "text_clusters", run.texts(), "rescued", run.rescued(), "alone",
        run.alone());
  }

  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
