package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.Keywords;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Families of phrases: concepts, each a set of words, that follow one another within so many
/// characters. Compiled from a resource; one walk over the automaton's hits finds all.
final class Phrases {
  private final List<Rule> rules;
  private final int[] concepts;
  private final int[][] rulesOf;
  private final Keywords keywords;

  private Phrases(List<Rule> rules, int[] concepts, int conceptCount, Keywords keywords) {
    this.rules = rules;
    this.concepts = concepts;
    this.keywords = keywords;
    rulesOf = new int[conceptCount][];
    for (int c = 0; c < conceptCount; c++) {
      int concept = c;
      rulesOf[c] = IntStream.range(0, rules.size())
          .filter(r -> rules.get(r).steps().contains(concept))
          .toArray();
    }
  }

  static Phrases read(String resource, Vocabulary.Edge edge, Vocabulary vocabulary) {
    Map<String, Integer> names = new HashMap<>();
    List<String> words = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    List<Rule> rules = new ArrayList<>();
    for (String line : Resources.lines(resource)) {
      if (line.startsWith("concept ")) {
        int colon = line.indexOf(':');
        int concept = names.size();
        names.put(line.substring(8, colon), concept);
        for (String word : split(line.substring(colon + 1).strip(), '|')) {
          words.add(word);
          owners.add(concept);
        }
      }
    }
    for (String line : Resources.lines(resource)) {
      if (line.startsWith("rule ")) {
        rules.add(rule(line, names));
      }
    }
    Keywords keywords = vocabulary.keywords(words, edge);
    return new Phrases(List.copyOf(rules), owners.stream().mapToInt(Integer::intValue).toArray(),
        names.size(), keywords);
  }

  /// @param steps concepts in order
  /// @param gaps  most characters before each step but the first
  /// @param not   words that must not follow
  private record Rule(
      String type,
      double score,
      List<Integer> steps,
      List<Integer> gaps,
      List<String> not) {}

  private static Rule rule(String line, Map<String, Integer> names) {
    int colon = line.indexOf(':');
    List<String> head = Resources.words(line.substring(0, colon));
    String body = line.substring(colon + 1);
    List<String> not = List.of();
    int bang = body.indexOf('!');
    if (bang >= 0) {
      not = split(body.substring(bang + 1).strip(), '|');
      body = body.substring(0, bang);
    }
    List<Integer> steps = new ArrayList<>();
    List<Integer> gaps = new ArrayList<>();
    for (String word : Resources.words(body)) {
      if (word.startsWith("<")) {
        gaps.add(Integer.valueOf(word.substring(1)));
      } else {
        Integer concept = names.get(word);
        if (concept == null) {
          throw new IllegalStateException("no concept is called " + word);
        }
        steps.add(concept);
      }
    }
    return new Rule(head.get(1), Double.parseDouble(head.get(2)), steps, gaps, not);
  }

  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == at) {
        parts.add(Folding.of(text.substring(from, i)).replace('¦', '|'));
        from = i + 1;
      }
    }
    return parts;
  }

  /// Reports every rule that some place of the view fulfils, each at its first place.
  void find(View view, Findings findings) {
    find(view, findings, _ -> false);
  }

  /// As [#find(View,Findings)], at places of the original text that are not exempt.
  void find(View view, Findings findings, IntPredicate exempt) {
    int hits = view.hits(keywords);
    if (hits == 0) {
      return;
    }
    Progress progress = new Progress(rules.size());
    for (int h = 0; h < hits; h++) {
      int concept = concepts[view.hitKeyword(keywords, h)];
      for (int r : rulesOf[concept]) {
        if (progress.advance(r, rules.get(r), concept, view.hitStart(keywords, h),
            view.hitEnd(keywords, h))
            && !follows(view, view.hitEnd(keywords, h), rules.get(r).not())
            && !exempt.test(view.originalStart(progress.start(r)))) {
          progress.done(r);
          findings.add(view, rules.get(r).type(), progress.start(r), view.hitEnd(keywords, h),
              rules.get(r).score());
        }
      }
    }
  }

  private static boolean follows(View view, int end, List<String> words) {
    for (String word : words) {
      int from = end;
      while (from < view.length() && from - end < 3 && view.folded()[from] <= ' ') {
        from++;
      }
      if (ValueLooks.contains(view.folded(), from, Math.min(view.length(), from + word.length()),
          word)) {
        return true;
      }
    }
    return false;
  }

  /// How far each rule has come, for the latest place at which each of its steps was reached.
  private static final class Progress {
    private static final int STEPS = 3;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] done;
    private final int[] found;

    Progress(int rules) {
      starts = new int[rules * STEPS];
      ends = new int[rules * STEPS];
      found = new int[rules];
      done = new boolean[rules];
      Arrays.fill(starts, -1);
    }

    boolean advance(int rule, Rule of, int concept, int start, int end) {
      if (done[rule]) {
        return false;
      }
      boolean complete = false;
      int last = of.steps().size() - 1;
      for (int step = last; step >= 0; step--) {
        if (of.steps().get(step) != concept) {
          continue;
        }
        int begin = start;
        if (step > 0) {
          int before = rule * STEPS + step - 1;
          int gap = start - ends[before];
          if (starts[before] < 0 || gap < 0 || gap > of.gaps().get(step - 1)) {
            continue;
          }
          begin = starts[before];
        }
        starts[rule * STEPS + step] = begin;
        ends[rule * STEPS + step] = end;
        if (step == last) {
          found[rule] = begin;
          complete = true;
        }
      }
      return complete;
    }

    int start(int rule) {
      return found[rule];
    }

    void done(int rule) {
      done[rule] = true;
    }
  }
}
