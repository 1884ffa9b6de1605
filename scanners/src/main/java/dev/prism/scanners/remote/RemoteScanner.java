package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonProblem;
import dev.prism.scanners.Findings;
import dev.prism.scanners.Scanner;
import dev.prism.scanners.Subject;
import dev.prism.scanners.remote.RemoteBackend.Judgement;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Asks a service about a text. Answers are remembered by tenant and text; a service that keeps failing
/// is left alone for a while, and meanwhile every question fails at once.
final class RemoteScanner implements Scanner {
  private static final long MAX_ANSWER_BYTES = 1024 * 1024;
  private static final HttpClient HTTP = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(2))
      .followRedirects(HttpClient.Redirect.NEVER)
      .build();

  private final String name;
  private final RemoteBackend backend;
  private final RemoteSettings settings;
  private final Pause pause = new Pause();
  private final AnswerCache answers;

  RemoteScanner(String name, RemoteBackend backend, RemoteSettings settings) {
    this.name = name;
    this.backend = backend;
    this.settings = settings;
    answers = new AnswerCache(settings.remembered());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean findsSpans() {
    return false;
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    String text = subject.segment().text();
    if (text.isBlank()) {
      return;
    }
    if (text.length() > settings.longest()) {
      findings.truncate();
      text = text.substring(0, settings.longest());
    }
    for (Judgement judgement : judgements(subject, text)) {
      boolean whole = judgement.start() < 0;
      findings.add(judgement.type(), whole ? 0 : judgement.start(),
          whole ? text.length() : Math.min(text.length(), judgement.end()), judgement.score());
    }
  }

  private List<Judgement> judgements(Subject subject, String text) {
    AnswerCache.Key key = AnswerCache.key(subject.context().tenant(), subject.segment().kind(),
        text);
    List<Judgement> known = answers.get(key);
    if (known != null) {
      return known;
    }
    pause.check(name);
    try {
      List<Judgement> judged = ask(subject, text);
      pause.succeeded();
      answers.put(key, judged);
      return judged;
    } catch (IOException | JsonProblem | RuntimeException failure) {
      pause.failed();
      throw new IllegalStateException(name + " gave no usable answer", failure);
    } catch (InterruptedException late) {
      pause.failed();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + " was too late", late);
    }
  }

  private List<Judgement> ask(Subject subject, String text)
      throws IOException, InterruptedException, JsonProblem {
    HttpRequest request = backend.ask(text, subject.segment().kind())
        .timeout(settings.limit())
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .build();
    HttpResponse<byte[]> response = HTTP.send(request,
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException("status " + response.statusCode());
    }
    return backend.read(JsonTree.of(response.body()), text);
  }
}
