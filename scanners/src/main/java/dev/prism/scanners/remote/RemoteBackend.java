package dev.prism.scanners.remote;

import dev.prism.scanners.Segment;
import java.net.http.HttpRequest;
import java.util.List;

/// What differs between services: the request that asks about a text, and what an answer says. Immutable,
/// called by many threads.
public interface RemoteBackend {
  /// The request, without its time limit.
  HttpRequest.Builder ask(String text, Segment.Kind kind);

  /// What an answer with a status below 300 says.
  ///
  /// @param answer checked JSON as maps, lists, texts, [Double]s and booleans
  /// @throws RuntimeException if it is not what the service's reference promises
  List<Judgement> read(Object answer, String text);

  /// Something that a service sees in a text.
  ///
  /// @param start -1 when it judges the text as a whole
  /// @param score 0 to 1
  record Judgement(String type, int start, int end, double score) {
    static Judgement whole(String type, double score) {
      return new Judgement(type, -1, -1, Math.min(1, Math.max(0, score)));
    }
  }
}
