package dev.prism.server.it;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/// Lets Amazon's own client speak by the JDK's: its usual one brings another Netty along.
final class JdkAsyncClient implements SdkAsyncHttpClient {
  private static final Set<String> OWN = Set.of("host", "content-length", "expect", "connection");
  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .build();

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest call) {
    SdkHttpRequest asked = call.request();
    HttpRequest.Builder request = HttpRequest.newBuilder(asked.getUri())
        .method(asked.method().name(), HttpRequest.BodyPublishers
            .fromPublisher(FlowAdapters.toFlowPublisher(call.requestContentPublisher())));
    asked.forEachHeader((name, values) -> {
      if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> request.header(name, value));
      }
    });
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofPublisher())
        .thenAccept(response -> answer(call, response))
        .whenComplete((_, failed) -> {
          if (failed != null) {
            call.responseHandler().onError(failed);
          }
        });
  }

  private static void answer(AsyncExecuteRequest call,
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
    call.responseHandler()
        .onHeaders(SdkHttpResponse.builder()
            .statusCode(response.statusCode())
            .headers(response.headers().map())
            .build());
    call.responseHandler()
        .onStream(SdkPublisher.adapt(FlowAdapters.toPublisher(response.body()))
            .flatMapIterable(list -> list));
  }

  @Override
  public String clientName() {
    return "jdk";
  }

  @Override
  public void close() {
    http.close();
  }
}
