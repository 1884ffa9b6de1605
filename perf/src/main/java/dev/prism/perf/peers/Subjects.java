package dev.prism.perf.peers;

import java.util.List;

/// All subjects, in the order of the table.
public final class Subjects {
  private static final List<Subject> ALL = List.of(new Direct(), new Nginx(), new HaProxy(),
      new Pass(), new Prism("prism", null), new SpringCloudGateway(), new Portkey(), new LiteLlm(),
      new Bifrost());

  private Subjects() {}

  public static List<String> names() {
    return ALL.stream().map(Subject::name).toList();
  }

  /// @throws IllegalArgumentException when there is no subject of that name
  public static Subject named(String name) {
    return ALL.stream()
        .filter(subject -> subject.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "no subject is called '" + name + "'; there are " + String.join(", ", names())));
  }
}
