package dev.prism.incident;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.IncidentLog.Unavailable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a rollback leaves behind: sessions that carry a bad answer, cache entries that the bad target
/// wrote, and, after a leak, whose requests fall into the window. Each is recorded once.
final class Aftermath {
  private static final int MOST_SESSIONS = 1_000;

  private final IncidentRecords records;
  private final ScoredTraces traces;
  private final ContainmentPlan plans;
  private final IncidentExchanges exchanges;
  private final CachePurge cache;

  Aftermath(Desk desk, ContainmentPlan plans, CachePurge cache) {
    records = desk.records();
    traces = desk.traces();
    exchanges = desk.exchanges();
    this.plans = plans;
    this.cache = cache;
  }

  void step(Incident incident) throws GateClosed, Unavailable {
    if (incident.last(Happening.Flipped.class).isEmpty()
        || incident.last(Happening.SessionsFound.class).isPresent()) {
      return;
    }
    List<ScoredTrace> failing = exchanges.telling(incident);
    Set<String> bad = plans.badTargets(incident, failing);
    long until = incident.lastEvent(Happening.Flipped.class)
        .map(IncidentEvent::atMillis)
        .orElse(records.now());
    purge(incident, bad, until);
    if (incident.classification().filter(it -> it.type() == IncidentClass.PII_LEAK).isPresent()) {
      long from = failing.stream()
          .mapToLong(it -> it.trace().asked().startedAtMicros() / 1_000)
          .min()
          .orElse(Long.MAX_VALUE);
      audit(incident, Math.min(from, incident.onsetMillis()), until);
    }
    sank(incident);
    sessions(incident, failing);
  }

  private void sank(Incident incident) throws GateClosed, Unavailable {
    List<String> rubrics = exchanges.shifts(incident).dropped();
    if (!rubrics.isEmpty()) {
      records.record(incident.id(), IncidentRecords.PRISM,
          "the means that sank: " + String.join(", ", rubrics),
          now -> now.last(Happening.RubricsSank.class).isPresent()
              ? null
              : new Happening.RubricsSank(rubrics));
    }
  }

  private void sessions(Incident incident, List<ScoredTrace> failing)
      throws GateClosed, Unavailable {
    Set<String> sessions = new LinkedHashSet<>();
    failing.forEach(it -> {
      String session = it.trace().caller().sessionId();
      if (session != null) {
        sessions.add(session);
      }
    });
    List<String> listed = sessions.stream().limit(MOST_SESSIONS).toList();
    records.record(incident.id(), IncidentRecords.PRISM,
        (sessions.size() == 1 ? "1 session" : sessions.size() + " sessions")
            + " received a bad answer",
        now -> now.last(Happening.SessionsFound.class).isPresent()
            ? null
            : new Happening.SessionsFound(sessions.size(), listed, "listed"));
  }

  private void purge(Incident incident, Set<String> bad, long until)
      throws GateClosed, Unavailable {
    long entries = -1;
    for (String target : bad) {
      long purged = cache.purge(incident.route(), target, incident.onsetMillis(), until);
      entries = purged < 0 ? entries : Math.max(0, entries) + purged;
    }
    long total = entries;
    String text = total < 0 ? "no cache" : total + " cache entries of the window are gone";
    records.record(incident.id(), IncidentRecords.PRISM, text,
        now -> now.last(Happening.CachePurged.class).isPresent()
            ? null
            : new Happening.CachePurged(total, text));
  }

  private void audit(Incident incident, long from, long until) throws GateClosed, Unavailable {
    Map<String, Long> requests = traces
        .requests(ScoredTraces.Query.ofRoute(incident.route(), from * 1_000, (until + 1) * 1_000));
    records.record(incident.id(), IncidentRecords.PRISM,
        "requests of the affected window, by tenant",
        now -> now.last(Happening.TenantsAudited.class).isPresent()
            ? null
            : new Happening.TenantsAudited(requests, from, until));
  }
}
