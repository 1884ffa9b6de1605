package dev.prism.perf;

import dev.prism.perf.load.Load;
import dev.prism.perf.mock.Behaviour;
import java.time.Duration;
import java.util.List;

/// One row of the comparison.
sealed interface Work {
  List<String> USUAL = List.of("start", "1k@16", "1k@64", "1k@256", "16k@64", "100k@16",
      "stream@64", "stream@256", "paced@256", "rate@2000");

  /// As written on the command line, its number filled in.
  String name();

  /// Measured in rounds on subjects that keep running.
  record Steady(String name, Load load, Behaviour behaviour) implements Work {}

  /// Measured on a subject started for it, since it is about memory.
  record Alone(String name, Load load, Behaviour behaviour) implements Work {}

  /// The time from starting a subject to its first reply.
  record Start(String name) implements Work {}

  /// Reads `KIND[@NUMBER]`: `1k`, `16k`, `100k`, `stream` (60 events as fast as they go), `paced` (one
  /// each 10 ms, so that no two are read together) at a number of connections, `rate` at requests a second, `held` streams, a `burst` of connections, `start`.
  ///
  /// @throws IllegalArgumentException that says what there is
  static Work parse(String text, Duration warmup, Duration measured) {
    int at = text.indexOf('@');
    String kind = at < 0 ? text : text.substring(0, at);
    int number = at < 0 ? usualNumber(kind) : Integer.parseInt(text.substring(at + 1));
    String name = kind.equals("start") ? kind : kind + "@" + number;
    return switch (kind) {
      case "1k", "16k", "100k" -> closed(name, number, kilobytes(kind), warmup, measured);
      case "stream" -> stream(name, number, Duration.ZERO, warmup, measured);
      case "paced" -> stream(name, number, Duration.ofMillis(10), warmup, measured);
      case "rate" -> new Steady(name, new Load.Open(number, 64, 1024, false, warmup, measured),
          Behaviour.INSTANT);
      case "held" -> held(name, number);
      case "burst" -> new Alone(name, new Load.Burst(number, 150 * 1024, Duration.ofSeconds(90)),
          new Behaviour.Reply(Duration.ofSeconds(1)));
      case "start" -> new Start(name);
      default -> throw new IllegalArgumentException("no work is called '" + kind
          + "'; there are 1k, 16k, 100k, stream, paced, rate, held, burst, start");
    };
  }

  private static int usualNumber(String kind) {
    return switch (kind) {
      case "100k" -> 16;
      case "paced" -> 256;
      case "rate" -> 2000;
      case "held" -> 5000;
      case "burst" -> 1500;
      default -> 64;
    };
  }

  private static int kilobytes(String kind) {
    return 1024 * Integer.parseInt(kind.substring(0, kind.length() - 1));
  }

  private static Work closed(String name, int connections, int bytes, Duration warmup,
      Duration measured) {
    return new Steady(name, new Load.Closed(connections, bytes, false, warmup, measured),
        Behaviour.INSTANT);
  }

  private static Work stream(String name, int connections, Duration gap, Duration warmup,
      Duration measured) {
    return new Steady(name, new Load.Closed(connections, 1024, true, warmup, measured),
        new Behaviour.Stream(Duration.ZERO, 60, gap));
  }

  private static Work held(String name, int streams) {
    int perSecond = 2000;
    int events = 20 + Math.ceilDiv(streams, perSecond);
    return new Alone(name, new Load.Held(streams, perSecond, events),
        new Behaviour.Stream(Duration.ZERO, events, Duration.ofSeconds(1)));
  }
}
