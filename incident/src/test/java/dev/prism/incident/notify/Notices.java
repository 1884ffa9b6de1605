package dev.prism.incident.notify;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.ArrayList;
import java.util.List;

/// Notices for tests.
final class Notices {
  static final long AT = 1_795_744_800_000L;
  static final String QUOTE = "The policy block was empty, so I assume 90 days.";

  private Notices() {}

  static Notice full(Notice.Kind kind, String severity) {
    return new Notice("inc-1/" + kind, kind, "inc-1", "refund-agent", "hallucination", severity,
        "contained", "factual_grounding fell by 11 points",
        new Notice.Cluster("c-7", "empty retrieval block", 47),
        List.of(new Contrast("retrieval_empty", "true", 0.94, 0.003, 187, 0.9, 0.0001),
            new Contrast("prompt_version", "refund@13", 1, 0.5, 2, 0.4, 0.01)),
        "put the retrieved policy into the prompt again",
        List.of(new Notice.Evidence("4bf92f3577b34da6a3ce929d0e0e4736", QUOTE)), AT - 1_080_000, AT,
        "https://prism.example/incidents/inc-1");
  }

  static Notice bare(Notice.Kind kind) {
    return new Notice("inc-2/" + kind, kind, "inc-2", "demo", null, "S3", "detected", "something",
        null, List.of(), null, List.of(), AT, AT, null);
  }

  /// As much of everything as there can be, and in the worst characters.
  static Notice hostile(Notice.Kind kind) {
    String text = "<!channel> @everyone [x](http://evil.example) ``` \n| a | *b* \"c\" \\ \u202E "
        .repeat(40);
    List<Contrast> contrast = new ArrayList<>();
    List<Notice.Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      contrast.add(new Contrast("a" + i, text.substring(0, 200), 1, 0, 1e9, 1, 0));
      evidence.add(new Notice.Evidence("t" + i, text.substring(0, 300)));
    }
    return new Notice("inc-3/" + kind, kind, "inc-3", "r".repeat(300), "pii_leak", "S1", "detected",
        text, new Notice.Cluster("c", text, 1), contrast, text, evidence, AT, AT, null);
  }

  static List<Notice> all() {
    List<Notice> all = new ArrayList<>();
    for (Notice.Kind kind : Notice.Kind.values()) {
      for (String severity : List.of("S1", "S2", "S3")) {
        all.add(full(kind, severity));
      }
      all.add(bare(kind));
      all.add(hostile(kind));
    }
    return all;
  }

}
