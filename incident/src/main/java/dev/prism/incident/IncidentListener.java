package dev.prism.incident;

/// Hears of everything that happens to incidents, once it is durable, on the thread that did it: must not
/// wait for anything remote. A process that dies right after the event does not tell again; who must not
/// miss anything reads [IncidentLog#since].
public interface IncidentListener {
  void happened(Incident after, IncidentEvent event);
}
