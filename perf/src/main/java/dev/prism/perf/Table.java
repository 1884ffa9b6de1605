package dev.prism.perf;

import dev.prism.perf.load.LoadReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The measurements as Markdown: one row for each work and figure, one column for each subject, medians
/// of the rounds that count, the ratio to nginx in parentheses. A `~` marks a median of spoilt rounds,
/// taken because there were no others.
final class Table {
  private static final String ANCHOR = "nginx";
  private final List<Measurement> all;
  private final List<String> subjects;

  Table(List<Measurement> all, List<String> subjects) {
    this.all = List.copyOf(all);
    this.subjects = List.copyOf(subjects);
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| work | figure |");
    subjects.forEach(subject -> text.append(' ').append(subject).append(" |"));
    text.append("\n|---|---|").append("---:|".repeat(subjects.size())).append('\n');
    for (String work : all.stream().map(Measurement::work).distinct().toList()) {
      for (Figure figure : Figure.of(work)) {
        text.append("| ").append(work).append(" | ").append(figure.name()).append(" |");
        subjects
            .forEach(subject -> text.append(' ').append(cell(work, figure, subject)).append(" |"));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private String cell(String work, Figure figure, String subject) {
    double value = median(work, figure, subject);
    if (Double.isNaN(value)) {
      return "–";
    }
    String mark = counting(work, subject).stream().anyMatch(Measurement::spoilt) ? "~" : "";
    double anchor = median(work, figure, ANCHOR);
    boolean ratio = figure.compared() && !subject.equals(ANCHOR) && anchor > 0;
    return mark + number(value) + (ratio ? " (" + number(value / anchor) + "×)" : "");
  }

  private double median(String work, Figure figure, String subject) {
    double[] values = counting(work, subject).stream()
        .mapToDouble(figure.read())
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
    if (values.length == 0) {
      return Double.NaN;
    }
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /// The rounds that nobody spoilt, or all of them when somebody spoilt every one.
  private List<Measurement> counting(String work, String subject) {
    List<Measurement> rounds = all.stream()
        .filter(m -> m.work().equals(work) && m.subject().equals(subject))
        .toList();
    List<Measurement> clean = rounds.stream().filter(m -> !m.spoilt()).toList();
    return clean.isEmpty() ? rounds : clean;
  }

  private static String number(double value) {
    boolean whole = value >= 100 || value == Math.rint(value);
    String pattern = whole ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, value);
  }

  /// One thing to read off a measurement.
  ///
  /// @param compared whether its ratio to nginx says something
  private record Figure(String name, boolean compared, ToDoubleFunction<Measurement> read) {
    private static final Figure CPU = new Figure("CPU µs each", true,
        m -> m.cpuMicrosEach() > 0 ? m.cpuMicrosEach() : Double.NaN);
    private static final Figure RATE = load("per second", false, LoadReport::perSecond);
    private static final Figure FAILED = load("failed", false, LoadReport::failures);
    private static final Figure MEMORY = new Figure("memory MB", false,
        m -> m.residentKilobytes() > 0 ? m.residentKilobytes() / 1024.0 : Double.NaN);

    static List<Figure> of(String work) {
      String kind = work.replaceAll("@.*", "");
      List<Figure> figures = new ArrayList<>();
      switch (kind) {
        case "start" -> figures.add(new Figure("ms to first 200", true, Measurement::startMillis));
        case "rate" ->
          figures.addAll(Arrays.asList(RATE, time("p50 µs", true, l -> l.latency().p50()),
              time("p99 µs", true, l -> l.latency().p99()),
              time("p99.9 µs", true, l -> l.latency().p999()), CPU, FAILED));
        case "held" -> figures.addAll(Arrays.asList(load("dropped", false, LoadReport::failures),
            new Figure("KB each", false, Measurement::kilobytesEach),
            time("p50 delay µs", true, l -> l.latency().p50()),
            time("p99.9 delay µs", true, l -> l.latency().p999()), MEMORY));
        case "burst" -> figures.addAll(
            Arrays.asList(FAILED, new Figure("peak MB", false, m -> m.peakKilobytes() / 1024.0),
                new Figure("settled MB", false, m -> m.settledKilobytes() / 1024.0), CPU));
        case "stream", "paced" -> figures.addAll(
            Arrays.asList(CPU, RATE, time("first event p50 µs", true, l -> l.firstEvent().p50()),
                time("gap p99 µs", true, l -> l.gap().p99()), FAILED, MEMORY));
        default ->
          figures.addAll(Arrays.asList(CPU, RATE, time("p50 µs", false, l -> l.latency().p50()),
              time("p99 µs", false, l -> l.latency().p99()), FAILED, MEMORY));
      }
      return figures;
    }

    private static Figure load(String name, boolean compared, ToDoubleFunction<LoadReport> read) {
      return new Figure(name, compared,
          m -> m.load() == null ? Double.NaN : read.applyAsDouble(m.load()));
    }

    /// A duration, which nobody has who answered nothing.
    private static Figure time(String name, boolean compared, ToDoubleFunction<LoadReport> read) {
      return load(name, compared, report -> {
        double micros = read.applyAsDouble(report);
        return micros > 0 ? micros : Double.NaN;
      });
    }
  }
}
