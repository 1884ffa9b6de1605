package dev.prism.incident;

import dev.prism.incident.IncidentLog.Unavailable;
import java.time.Duration;
import java.util.List;

/// Says when an incident is contained: not when the flip was made, but when the responses of every live
/// node say so.
final class WireConfirmation {
  static final Duration ALIVE_WITHIN = Duration.ofSeconds(5);
  private static final double TO_PERCENT = 100;

  private final IncidentRecords records;
  private final NodeReports reports;
  private final Desk desk;

  WireConfirmation(Desk desk, NodeReports reports) {
    this.desk = desk;
    this.reports = reports;
    records = desk.records();
  }

  void step(Incident incident) throws GateClosed, Unavailable {
    for (Happening.Flipped flip : incident.flips()) {
      if (!incident.isConfirmed(flip.flipId())) {
        look(incident, flip);
      }
    }
  }

  private void look(Incident incident, Happening.Flipped flip) throws GateClosed, Unavailable {
    long age = records.now() - flip.madeAtMillis();
    WireProof proof = proof(flip, age);
    boolean late = age >= desk.contain().confirm().within().toMillis();
    boolean everywhere = proof.nodes() > 0 && proof.confirmed() == proof.nodes();
    if (everywhere && (proof.responses() >= desk.contain().confirm().responses() || late)) {
      records.record(incident.id(), IncidentRecords.PRISM, text(proof),
          now -> now.isConfirmed(flip.flipId())
              ? null
              : new Happening.Confirmed(flip.flipId(), proof));
    } else if (late && !everywhere) {
      records.record(incident.id(), IncidentRecords.PRISM, "a node lags: " + text(proof),
          now -> now.all(Happening.Lagging.class).anyMatch(it -> it.flipId().equals(flip.flipId()))
              ? null
              : new Happening.Lagging(flip.flipId(), proof));
    }
  }

  private WireProof proof(Happening.Flipped flip, long age) throws Unavailable {
    List<NodeReports.Report> live = reports.live(records.now() - ALIVE_WITHIN.toMillis());
    long responses = 0;
    long carried = 0;
    int confirmed = 0;
    for (NodeReports.Report report : live) {
      NodeReports.Seen seen = report.flips()
          .getOrDefault(flip.flipId(), new NodeReports.Seen(0, 0));
      responses += seen.responses();
      carried += seen.carried();
      boolean enough = TO_PERCENT * seen.carried() >= desk.contain().confirm().sharePercent()
          * seen.responses();
      confirmed += report.revision() >= flip.revision() && enough ? 1 : 0;
    }
    return new WireProof(responses, carried, live.size(), confirmed, age);
  }

  private static String text(WireProof proof) {
    return proof.carried() + " of " + proof.responses() + " responses in scope carried the flip, "
        + proof.confirmed() + " of " + proof.nodes() + " nodes";
  }
}
