package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds a task that was planted in retrieved data: a line that asks a model for something, where the
/// data says things. Such a task carries no word of an attack; what gives it away is where it stands. A
/// line counts that gives orders about the reply, wherever it is, and a line that asks for a piece of
/// work, at the edge of a table or of a mail of which it is no part.
///
/// Looks only at text from outside the conversation: a user may ask what they like. What it finds is
/// flagged and does not block: such a line may be what the data is about.
final class PlantedTask {
  static final double SCORE = 0.6;
  private static final int LONGEST_LINE = 400;
  private static final int LEAST_ROWS = 3;
  private static final Set<String> ORDERS = Set.of("modify", "translate", "rewrite", "rephrase",
      "reword", "augment", "encode", "encrypt", "apply", "append", "prepend", "add", "insert",
      "embed", "include", "mention", "reverse", "convert", "format", "write", "provide", "use",
      "change", "alter", "end", "begin", "start", "conclude", "finish", "adjust", "replace",
      "obfuscate", "conceal", "reply", "respond", "answer", "make", "give", "return", "output",
      "generate", "can", "could", "ignore", "omit", "slip", "work", "hint", "promote", "say");
  private static final Set<String> POLITE = Set.of("include", "mention", "provide", "give", "make",
      "say", "write");
  private static final Set<String> WORKS = Set.of("provide", "analyze", "analyse", "determine",
      "explain", "describe", "summarize", "summarise", "translate", "compare", "discuss", "list",
      "write", "generate", "calculate", "compute", "identify", "classify", "outline", "evaluate",
      "create", "compose", "suggest", "recommend", "help", "tell", "find", "give", "name",
      "rewrite", "paraphrase", "convert", "estimate", "predict", "solve", "define", "detect",
      "extract", "draft", "assess", "examine", "explore", "investigate", "research", "rank",
      "correct", "proofread", "simplify");
  private static final Set<String> QUESTIONS = Set.of("what", "how", "who", "whom", "which", "when",
      "where", "why", "is", "are", "does", "do", "did", "was", "were", "has", "have", "can",
      "could", "should");
  private static final Set<String> LEADING = Set.of("please", "also", "then", "now", "finally",
      "and", "additionally", "next", "kindly", "first", "afterwards", "furthermore");
  private static final Set<String> PERSONS = Set.of("you", "your", "yours", "we", "our", "us", "i",
      "my", "me", "let's");
  private static final List<String> MAIL = List.of("subject:", "email_from:", "from:", "received",
      "hi ", "hello ", "dear ", "hey ");
  /// How an order speaks of the reply to come. `your reply` alone is how people write to each other.
  private static final List<String> REPLY = List.of("your response", "your answer", "your output",
      "your summary", "your message", "your reply to", "your reply.", "in your reply",
      "to your reply", "your reply ", "reply in ", "respond in ", "answer in ", "reply using ",
      "respond using ", "answer using ", "reply with ", "respond with ", "the final answer",
      "your final");

  private PlantedTask() {}

  static void find(Segment segment, Findings findings) {
    if (!segment.kind().isRetrieved()) {
      return;
    }
    Lines lines = new Lines(segment.text());
    boolean table = lines.rows() >= LEAST_ROWS;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.folded(i);
      if (line.isEmpty() || line.startsWith("|") || line.length() > LONGEST_LINE) {
        continue;
      }
      boolean edge = i == lines.first() || i == lines.last();
      if (orders(line) || (table && asks(line)) || (edge && lines.isMail(i) && asks(line))) {
        findings.add("planted_task", lines.start(i), lines.end(i), SCORE);
        return;
      }
    }
  }

  /// Whether a line orders how to reply. What people ask to be put into a reply is none.
  private static boolean orders(String line) {
    String first = firstWord(line);
    return ORDERS.contains(first) && !(POLITE.contains(first) && line.contains("your reply"))
        && REPLY.stream().anyMatch(line::contains);
  }

  /// Whether a line asks for a piece of work, or a question of nobody in particular.
  private static boolean asks(String line) {
    String first = firstWord(line);
    List<String> words = Resources.words(line.replace('?', ' ').replace(',', ' '));
    if (words.size() < 4) {
      return false;
    }
    if (WORKS.contains(first)) {
      return true;
    }
    return QUESTIONS.contains(first) && line.indexOf('?') > 0
        && words.stream().noneMatch(PERSONS::contains);
  }

  private static String firstWord(String line) {
    int from = 0;
    for (int skipped = 0; skipped < 3; skipped++) {
      int to = from;
      while (to < line.length() && Folding.isWord(line.charAt(to))) {
        to++;
      }
      String word = line.substring(from, to);
      if (!LEADING.contains(word)) {
        return word;
      }
      from = to;
      while (from < line.length() && !Folding.isWord(line.charAt(from))) {
        from++;
      }
    }
    return "";
  }

  /// The lines of a text, folded.
  private static final class Lines {
    private final List<int[]> places;
    private final String text;
    private final String folded;
    private int rows;
    private int first = -1;
    private int last = -1;

    Lines(String text) {
      this.text = text;
      folded = Folding.of(text);
      places = new ArrayList<>();
      int from = 0;
      for (int at = 0; at <= text.length(); at++) {
        if (at == text.length() || text.charAt(at) == '\n') {
          place(from, at);
          from = at + 1;
        }
      }
    }

    private void place(int lineFrom, int lineTo) {
      int from = lineFrom;
      int to = lineTo;
      while (from < to && folded.charAt(from) <= ' ') {
        from++;
      }
      while (to > from && folded.charAt(to - 1) <= ' ') {
        to--;
      }
      if (from < to) {
        first = first < 0 ? places.size() : first;
        last = places.size();
        rows += text.charAt(from) == '|' ? 1 : 0;
      }
      places.add(new int[]{from, to});
    }

    int size() {
      return places.size();
    }

    int rows() {
      return rows;
    }

    int first() {
      return first;
    }

    int last() {
      return last;
    }

    int start(int line) {
      return places.get(line)[0];
    }

    int end(int line) {
      return places.get(line)[1];
    }

    String folded(int line) {
      return folded.substring(start(line), end(line));
    }

    /// Whether a mail begins below this line, which is the first, or this is the last and a mail began
    /// above it.
    boolean isMail(int line) {
      int from = line == first ? line + 1 : first;
      int to = line == first ? Math.min(size(), line + 4) : Math.min(line, first + 3);
      for (int i = from; i < to; i++) {
        if (MAIL.stream().anyMatch(folded(i)::startsWith)) {
          return true;
        }
      }
      return false;
    }
  }
}
