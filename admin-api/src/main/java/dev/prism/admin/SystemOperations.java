package dev.prism.admin;

import io.javalin.http.Context;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether the gateway lives and is ready, its metrics, and the reload.
final class SystemOperations {
  private final AdminPorts ports;
  private final ExpositionFormats formats = ExpositionFormats.init();

  SystemOperations(AdminPorts ports) {
    this.ports = ports;
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/healthz", "Whether the process lives", SystemOperations::health)
            .open()
            .answers("Health"),
        Operation
            .get("/readyz", "Whether it takes requests: 200, or 503 while it starts or drains",
                this::ready)
            .open()
            .answers("Health")
            .alsoAnswers(503, "Health"),
        Operation.get("/metrics", "Prometheus metrics", this::metrics).answersText("text/plain"),
        Operation.post("/api/reload",
            "Reads the config anew; on any error the last good one stays and the answer says why",
            this::reload).needs(AdminRole.ADMIN).answers("Reloaded"));
  }

  private static void health(Context call) {
    AdminJson.answer(call, Map.of("status", "ok"));
  }

  private void ready(Context call) {
    Readiness.State state = ports.readiness().state();
    AdminJson.answer(call, state == Readiness.State.READY ? 200 : 503, Map.of("status",
        state.name().toLowerCase(Locale.ROOT), "parts", ports.readiness().parts()));
  }

  private void metrics(Context call) throws IOException {
    ExpositionFormatWriter writer = formats.findWriter(call.header("Accept"));
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
    writer.write(out, ports.metrics().scrape());
    call.contentType(writer.getContentType()).result(out.toByteArray());
  }

  private void reload(Context call) {
    Reload.Result result = ports.reload().reload(Access.caller(call).name());
    if (!result.applied()) {
      throw new Problem(422, "invalid_config", "The config has errors; the last good one stays.")
          .with("problems", result.problems());
    }
    AdminJson.answer(call, Map.of("status", "reloaded"));
  }
}
