package dev.prism.evals;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.FinishReason;
import dev.prism.exchange.TraceRecord;
import dev.prism.scanners.ScanText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An exchange as scorers read it: its texts taken apart once for all of them. Belongs to one thread.
public final class Reading {
  private static final int LONGEST_CONTEXT = 16_384;

  private final TraceRecord trace;
  private final Evidence evidence;
  private final double probability;
  private @Nullable RequestReading request;
  private @Nullable String context;
  private @Nullable WordList answerWords;
  private @Nullable WordList questionWords;

  private Reading(TraceRecord trace, Evidence evidence, double probability) {
    this.trace = trace;
    this.evidence = evidence;
    this.probability = probability;
  }

  private RequestReading asked() {
    RequestReading known = request;
    if (known == null) {
      known = new RequestReading(trace);
      request = known;
    }
    return known;
  }

  public static Reading of(TraceRecord trace) {
    return of(trace, Evidence.NONE);
  }

  /// @param evidence what the application's spans add
  public static Reading of(TraceRecord trace, Evidence evidence) {
    return of(trace, evidence, 1);
  }

  /// @param probability that an exchange like this one is read at all, above 0 to 1; its scores carry it
  public static Reading of(TraceRecord trace, Evidence evidence, double probability) {
    return new Reading(trace, evidence, probability);
  }

  public double probability() {
    return probability;
  }

  public TraceRecord trace() {
    return trace;
  }

  /// Whether a model has answered in words, and the trace knows them all.
  public boolean hasAnswer() {
    return isAnswered() && trace.texts().response() != null;
  }

  /// Whether a model was asked for an answer and gave one, whatever it holds.
  public boolean isAnswered() {
    return trace.outcome().kind() == TraceRecord.Outcome.Kind.ANSWERED
        && isGenerating(trace.asked().endpoint());
  }

  static boolean isGenerating(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES -> true;
      case EMBEDDINGS, COUNT_TOKENS, MODELS, PASSTHROUGH -> false;
    };
  }

  /// The answer's text, empty where there is none.
  public String answer() {
    String response = trace.texts().response();
    return response == null ? "" : response;
  }

  public FinishReason finish() {
    String reason = trace.outcome().finishReason();
    return reason == null ? FinishReason.END : FinishReason.of(reason);
  }

  /// Whether the answer calls tools, so that its text is a call's and not a reader's.
  public boolean callsTools() {
    return finish() == FinishReason.TOOLS;
  }

  /// What the user asked last, retrieved text left out.
  public String question() {
    return asked().question;
  }

  public String system() {
    return asked().system.toString();
  }

  public ScanText request() {
    return asked().text;
  }

  /// How many times the user has spoken.
  public int turns() {
    return asked().turns;
  }

  public Retrieval retrieval() {
    if (!asked().chunks.isEmpty() || !evidence.chunks().isEmpty()) {
      return Retrieval.PRESENT;
    }
    return asked().place || evidence.retrieved() ? Retrieval.EMPTY : Retrieval.NONE;
  }

  /// The retrieved texts.
  public List<String> chunks() {
    if (evidence.chunks().isEmpty()) {
      return List.copyOf(asked().chunks);
    }
    List<String> all = new ArrayList<>(asked().chunks);
    all.addAll(evidence.chunks());
    return all;
  }

  /// All retrieved text in one, cut off at 16 Ki characters.
  public String context() {
    if (context == null) {
      StringBuilder all = new StringBuilder();
      for (String chunk : chunks()) {
        all.append(chunk, 0, Math.min(chunk.length(), LONGEST_CONTEXT - all.length())).append('\n');
        if (all.length() >= LONGEST_CONTEXT) {
          break;
        }
      }
      context = all.toString();
    }
    return Objects.requireNonNull(context);
  }

  public Set<String> chunkIds() {
    Set<String> ids = new LinkedHashSet<>(asked().chunkIds);
    ids.addAll(evidence.chunkIds());
    return ids;
  }

  /// How each tool that the conversation used has ended, `ok`, `error` or `pending`, by its name.
  public Map<String, String> tools() {
    Map<String, String> all = new LinkedHashMap<>(asked().tools);
    all.putAll(evidence.tools());
    return all;
  }

  /// How often the call was made that was made most often, with the same arguments.
  public int repeatedCalls() {
    return asked().repeatedCalls;
  }

  WordList answerWords() {
    if (answerWords == null) {
      answerWords = WordList.of(answer());
    }
    return Objects.requireNonNull(answerWords);
  }

  WordList questionWords() {
    if (questionWords == null) {
      questionWords = WordList.of(question());
    }
    return Objects.requireNonNull(questionWords);
  }
}
