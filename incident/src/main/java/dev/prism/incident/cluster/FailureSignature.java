package dev.prism.incident.cluster;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.FailureCluster;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The cause of a failure as far as something deterministic names it. In this order: a check or an
/// application gave a reason; a rail found something; the exchange ended in an error; a tool failed; the
/// retrieval came back empty; the answer is the same to the letter, numbers aside, as that of others (`answer:`
/// with a hash). The reasons have an order too ([Taxonomy#rank]): what leaks goes before what is
/// cut, a cause before its symptom.
final class FailureSignature {
  /// Sources whose reason is a finding and no opinion.
  private static final Set<Score.Kind> FINDERS = Set.of(Score.Kind.CHECK, Score.Kind.APPLICATION,
      Score.Kind.HUMAN);
  private static final int LONGEST = 120;
  private static final int FEWEST_WORDS = 4;
  private static final int HASH_BYTES = 6;
  private final Taxonomy taxonomy;

  FailureSignature(Taxonomy taxonomy) {
    this.taxonomy = taxonomy;
  }

  Optional<String> of(ScoredTrace scored, Map<String, String> facts) {
    TraceRecord trace = scored.trace();
    return Stream
        .of(reasons(scored.scores()), findings(trace.rails()), error(trace), tools(facts),
            retrieval(facts), answer(trace))
        .map(found -> found
            .min(Comparator.comparingInt(taxonomy::rank).thenComparing(Comparator.naturalOrder())))
        .flatMap(Optional::stream)
        .map(signature -> signature.substring(0, Math.min(LONGEST, signature.length())))
        .findFirst();
  }

  private static Stream<String> reasons(List<Score> scores) {
    return scores.stream()
        .filter(score -> score.isFailing() && FINDERS.contains(score.by().kind()))
        .map(Score::reason)
        .flatMap(Stream::ofNullable)
        .map(reason -> "check:" + reason);
  }

  private static Stream<String> findings(List<RailVerdict> rails) {
    return rails.stream()
        .filter(RailVerdict::found)
        .map(verdict -> "rail:" + verdict.rail() + "/" + verdict.scanner()
            + (verdict.rule().isEmpty() ? "" : "/" + verdict.rule()));
  }

  private static Stream<String> error(TraceRecord trace) {
    String error = trace.outcome().error();
    if (error == null) {
      return Stream.empty();
    }
    return Stream
        .of("error:" + error + "/" + trace.served().provider() + "/" + trace.outcome().status());
  }

  private static Stream<String> tools(Map<String, String> facts) {
    return new TreeMap<>(facts).entrySet()
        .stream()
        .filter(fact -> fact.getKey().startsWith("tool.") && fact.getValue().equals("error"))
        .map(fact -> "tool:" + fact.getKey().substring("tool.".length()) + "/error");
  }

  private static Stream<String> retrieval(Map<String, String> facts) {
    return "empty".equals(facts.get("retrieval")) ? Stream.of("retrieval:empty") : Stream.empty();
  }

  /// A short answer says too little to be the same for a reason.
  private static Stream<String> answer(TraceRecord trace) {
    String response = trace.texts().response();
    List<String> words = response == null ? List.of() : Terms.words(response);
    if (words.size() < FEWEST_WORDS) {
      return Stream.empty();
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(String.join(" ", words).getBytes(StandardCharsets.UTF_8));
      return Stream.of(FailureCluster.SAME_ANSWER + HexFormat.of().formatHex(hash, 0, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
