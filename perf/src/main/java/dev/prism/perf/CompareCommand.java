package dev.prism.perf;

import dev.prism.perf.peers.Place;
import dev.prism.perf.peers.Prism;
import dev.prism.perf.peers.Subject;
import dev.prism.perf.peers.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perf/compare`: the subjects side by side.
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs the same load through every subject, in turn, and prints the table.")
final class CompareCommand implements Callable<Integer> {
  @Option(names = "--subjects", split = ",", paramLabel = "NAME", description = "among direct, nginx, haproxy, pass, prism, spring-cloud-gateway, portkey, "
      + "litellm, bifrost (default: all)")
  private List<String> subjects = Subjects.names();

  @Option(names = "--work", split = ",", paramLabel = "KIND[@NUMBER]", description = "1k, 16k, 100k, stream, paced (@connections), rate (@requests a second), held "
      + "(@streams), burst (@connections), start")
  private List<String> work = Work.USUAL;

  @Option(names = "--tree", split = ",", paramLabel = "NAME=DIR", description = "other source trees of Prism that take part, each under a name: what a commit "
      + "costs beside the one before it")
  private Map<String, Path> trees = Map.of();

  @Option(names = "--rounds", description = "default ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(names = "--seconds", description = "measured in each run (default ${DEFAULT-VALUE})")
  private int seconds = 8;

  @Option(names = "--warmup-seconds", description = "of each kind of body before the rounds (default ${DEFAULT-VALUE})")
  private int warmupSeconds = 10;

  @Option(names = "--quick", description = "one round of two seconds: shows that everything works, measures nothing")
  private boolean quick;

  @Option(names = "--subject-core", description = "default ${DEFAULT-VALUE}")
  private int subjectCore;

  @Option(names = "--first-port", description = "default ${DEFAULT-VALUE}")
  private int firstPort = 19_000;

  @Option(names = "--home", defaultValue = "${env:PRISM_HOME:-.}", description = "root of the source tree")
  private Path home = Path.of(".");

  @Option(names = "--cache", defaultValue = "${env:PRISM_PERF_CACHE:-}", description = "where peers are installed (default ~/.cache/prism-perf)")
  private String cache = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = plan();
    Files.createDirectories(plan.results());
    List<Subject> chosen = new ArrayList<>(subjects.stream().map(Subjects::named).toList());
    trees.forEach((name, tree) -> {
      if (Subjects.names().contains(name)) {
        throw new IllegalArgumentException("--tree: '" + name + "' is a subject of its own");
      }
      chosen.add(new Prism(name, tree.toAbsolutePath().normalize()));
    });
    Map<String, String> absent = new LinkedHashMap<>();
    List<Subject> present = new ArrayList<>();
    for (Subject subject : chosen) {
      System.err.println("installing " + subject.name());
      Optional<String> why = subject.install(plan.place(subject, 0));
      why.ifPresentOrElse(reason -> absent.put(subject.name(), reason), () -> present.add(subject));
    }
    absent.forEach((name, why) -> System.err.println("absent: " + name + ": " + why));
    List<Measurement> all = new ArrayList<>();
    try (Sitting sitting = new Sitting(plan, present, measurement -> {
      all.add(measurement);
      System.out.println(Json.line(measurement));
    })) {
      sitting.run();
      absent.putAll(sitting.failed());
      present.removeIf(subject -> absent.containsKey(subject.name()));
    }
    Map<String, String> versions = versions(plan, present);
    Files.writeString(plan.results().resolve("compare.json"),
        Json.pretty(new Comparison(Rig.here(), versions, absent, all)));
    report(all, versions, absent);
    return 0;
  }

  private Plan plan() {
    Path root = home.toAbsolutePath().normalize();
    Path installed = cache.isEmpty() ? Plan.usualCache() : Path.of(cache).toAbsolutePath();
    Duration warmup = Duration.ofSeconds(quick ? 2 : warmupSeconds);
    Duration measured = Duration.ofSeconds(quick ? 2 : seconds);
    List<Work> works = work.stream()
        .map(name -> Work.parse(name, Duration.ofSeconds(1), measured))
        .toList();
    return new Plan(root, installed, works, quick ? 1 : rounds, warmup, subjectCore, firstPort);
  }

  private static Map<String, String> versions(Plan plan, List<Subject> subjects)
      throws IOException, InterruptedException {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      Place place = plan.place(subject, 0);
      versions.put(subject.name(), subject.version(place));
    }
    return versions;
  }

  private static void report(List<Measurement> all, Map<String, String> versions,
      Map<String, String> absent) {
    long spoilt = all.stream().filter(Measurement::spoilt).count();
    System.out.println();
    System.out.println(Rig.here().words());
    versions.forEach((name, version) -> System.out.println("- " + name + " " + version));
    absent.forEach((name, why) -> System.out.println("- " + name + " is absent: " + why));
    System.out.println("- " + spoilt + " of " + all.size()
        + " runs were left out or marked, since others took CPU");
    System.out.println();
    System.out.print(new Table(all, List.copyOf(versions.keySet())).markdown());
  }
}
