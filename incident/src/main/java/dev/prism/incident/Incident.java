package dev.prism.incident;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Something that went wrong, from the first signal to the golden entry: the events that happened to it,
/// and what follows from them. Immutable.
public final class Incident {
  private final List<IncidentEvent> events;
  private final Happening.Opened opened;
  private final IncidentState state;

  private Incident(List<IncidentEvent> events) {
    this.events = List.copyOf(events);
    if (!(events.getFirst().what() instanceof Happening.Opened first)) {
      throw new IllegalArgumentException("an incident begins by being opened");
    }
    opened = first;
    state = IncidentFold.of(this.events);
  }

  /// @param events all of them, in order, at least one
  public static Incident of(List<IncidentEvent> events) {
    return new Incident(events);
  }

  public Incident with(IncidentEvent event) {
    List<IncidentEvent> more = new ArrayList<>(events);
    more.add(event);
    return new Incident(more);
  }

  public String id() {
    return events.getFirst().incident();
  }

  public String route() {
    return opened.route();
  }

  public String dedupKey() {
    return opened.dedupKey();
  }

  public IncidentState state() {
    return state;
  }

  /// In order.
  public List<IncidentEvent> events() {
    return events;
  }

  public long number() {
    return events.getLast().number();
  }

  public long openedAtMillis() {
    return events.getFirst().atMillis();
  }

  public long changedAtMillis() {
    return events.getLast().atMillis();
  }

  /// When the trouble seems to have begun: the earliest onset of its signals.
  public long onsetMillis() {
    return signals().stream().mapToLong(SignalNote::onsetMillis).min().orElse(openedAtMillis());
  }

  public List<SignalNote> signals() {
    return events.stream().flatMap(event -> switch (event.what()) {
      case Happening.Opened(_, _, SignalNote signal) -> Stream.of(signal);
      case Happening.Joined(SignalNote signal) -> Stream.of(signal);
      case Happening.Reopened(SignalNote signal) -> Stream.of(signal);
      default -> Stream.empty();
    }).toList();
  }

  /// Failing exchanges that its signals named, those of the first signal first.
  public List<String> traceIds() {
    Set<String> ids = new LinkedHashSet<>();
    signals().forEach(signal -> ids.addAll(signal.traceIds()));
    return List.copyOf(ids);
  }

  /// A person's word if there is one, else the newest proposal.
  public Optional<Happening.Classified> classification() {
    return all(Happening.Classified.class).filter(Happening.Classified::byHuman)
        .reduce((_, newer) -> newer)
        .or(() -> last(Happening.Classified.class));
  }

  /// Until somebody has said otherwise it is taken to be S2.
  public Severity severity() {
    return classification().map(Happening.Classified::severity).orElse(Severity.S2);
  }

  /// Its flips that have neither been reverted nor replaced, in order.
  public List<Happening.Flipped> flips() {
    Set<String> ended = new LinkedHashSet<>();
    all(Happening.FlipEnded.class).forEach(end -> ended.add(end.flipId()));
    return all(Happening.Flipped.class).filter(flip -> !ended.contains(flip.flipId())).toList();
  }

  /// The ids of everything of its that is in force, its canary included.
  public List<String> inForce() {
    Set<String> ids = new LinkedHashSet<>();
    for (IncidentEvent event : events) {
      switch (event.what()) {
        case Happening.Flipped flipped -> ids.add(flipped.flipId());
        case Happening.CanaryMoved moved -> {
          String id = moved.flipId();
          if (id != null) {
            ids.add(id);
          }
        }
        case Happening.FlipEnded ended -> ids.remove(ended.flipId());
        default -> {
        }
      }
    }
    return List.copyOf(ids);
  }

  /// The newest event of one kind since it was opened last: what an incident that came back knows of before
  /// is history.
  public <T extends Happening> Optional<T> lately(Class<T> kind) {
    long from = lastEvent(Happening.Reopened.class).map(IncidentEvent::number).orElse(0L);
    return events.stream()
        .filter(event -> event.number() > from)
        .map(IncidentEvent::what)
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce((_, newer) -> newer);
  }

  /// A flip that was about to be made and of which nothing more is known.
  public Optional<IncidentEvent> openIntent() {
    IncidentEvent intent = null;
    for (IncidentEvent event : events) {
      if (event.what() instanceof Happening.FlipIntended) {
        intent = event;
      } else if (event.what() instanceof Happening.Flipped
          || event.what() instanceof Happening.Considered) {
        intent = null;
      }
    }
    return Optional.ofNullable(intent);
  }

  /// Whether the wire has confirmed this flip.
  public boolean isConfirmed(String flipId) {
    return all(Happening.Confirmed.class).anyMatch(proof -> proof.flipId().equals(flipId));
  }

  /// Whether the gateway may act by itself; a person can take that away.
  public boolean automationOn() {
    return last(Happening.AutomationSet.class).map(Happening.AutomationSet::on).orElse(true);
  }

  /// Everything of one kind, in order.
  public <T extends Happening> Stream<T> all(Class<T> kind) {
    return events.stream().map(IncidentEvent::what).filter(kind::isInstance).map(kind::cast);
  }

  /// The newest of one kind.
  public <T extends Happening> Optional<T> last(Class<T> kind) {
    return all(kind).reduce((_, newer) -> newer);
  }

  /// The newest event of one kind.
  public Optional<IncidentEvent> lastEvent(Class<? extends Happening> kind) {
    return events.stream()
        .filter(event -> kind.isInstance(event.what()))
        .reduce((_, newer) -> newer);
  }
}
