package dev.prism.store;

import dev.prism.routing.AuditEntry;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.Difference;
import dev.prism.routing.Fallback;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.FlipTo;
import dev.prism.routing.Revision;
import dev.prism.routing.RevisionLog;
import dev.prism.routing.RouteControl;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.TableState;
import dev.prism.routing.TargetCatalog;
import dev.prism.routing.TargetSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Routing tables and changes for tests.
final class Tables {
  static final TargetCatalog CATALOG = _ -> true;

  private Tables() {}

  static RoutingConfig config() {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    targets.put("stable", TargetSettings.of("sim", "sim-small"));
    targets.put("candidate", TargetSettings.of("sim", "sim-large"));
    return new RoutingConfig(
        Map.of("demo", RouteSettings.of(targets, new Fallback(List.of("stable", "candidate")))),
        Map.of(), Map.of());
  }

  static Revision revision(long number) {
    TableState state = new TableState(config(), "digest", Map.of(), Map.of("demo", 12.5),
        List.of());
    return new Revision(number, number - 1, 1_795_000_000_000L + number, "ann", "flip",
        "because \"of\" ✓", number % 2 == 0 ? "inc-7" : null, state);
  }

  static AuditEntry entry(long revision, String... tenants) {
    return new AuditEntry(1_795_000_000_000L + revision, "ann", "flip", "demo", List.of(tenants),
        "because \"of\" ✓", null, revision,
        List.of(new Difference("routes.demo", Map.of("target", "stable"), null)));
  }

  /// One revision with its entry, as the log takes it.
  static List<RevisionLog.Entry> logged(long number, String... tenants) {
    return List.of(new RevisionLog.Entry(revision(number), entry(number, tenants)));
  }

  static ChangeResult flip(RouteControl control, String reason) {
    return control.flip(FlipRequest.of("demo", FlipTo.target("candidate")),
        ChangeNote.of("ann", reason));
  }
}
