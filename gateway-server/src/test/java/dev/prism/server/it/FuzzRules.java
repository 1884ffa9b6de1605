package dev.prism.server.it;

import dev.prism.conf.ConfigLoader;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.StrictJson;
import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.remote.RemoteSettings;
import dev.prism.testing.Header;
import dev.prism.testing.Http2Frame;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What must hold of damaged bytes, whatever they are: each says what is wrong with how they were taken, and nothing
/// when nothing is.
final class FuzzRules {
  private static final JsonMapper JACKSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private FuzzRules() {}

  /// What the strict reading takes another reader takes too, or providers could see another document.
  static String json(byte[] bytes) {
    if (new StrictJson(JsonLimits.REQUEST).problemIn(bytes, 0, bytes.length) != null) {
      return "";
    }
    try {
      return JACKSON.readTree(bytes) == null ? "taken, and Jackson sees nothing" : "";
    } catch (JacksonException refused) {
      return "taken, and Jackson refuses: " + refused.getOriginalMessage();
    }
  }

  /// However a stream is cut, its events are the same, and their raw bytes are the stream.
  static String events(byte[] bytes, Random random) throws Exception {
    List<String> whole = read(bytes, bytes.length);
    List<String> cut = read(bytes, 1 + random.nextInt(7));
    return whole.equals(cut) ? "" : "events " + whole + " and, cut, " + cut;
  }

  private static List<String> read(byte[] bytes, int step) throws SseReader.Overflow {
    List<String> events = new ArrayList<>();
    SseReader reader = new SseReader(1 << 20);
    SseReader.Handler handler = event -> {
      if (event.hasData()) {
        events.add(event.type() + "=" + new String(event.data(), event.dataStart(),
            event.dataEnd() - event.dataStart(), StandardCharsets.ISO_8859_1));
      }
    };
    for (int from = 0; from < bytes.length; from += Math.max(1, step)) {
      reader.feed(bytes, from, Math.min(bytes.length, from + step), handler);
    }
    reader.finish(handler);
    return events;
  }

  static String config(byte[] bytes) {
    ConfigLoader.parse("fuzz", new String(bytes, StandardCharsets.UTF_8), Map.of());
    return "";
  }

  /// An answer or the end of the connection, and that soon; and what is served is a request to another reader too.
  static String http(TestGateway gateway, byte[] bytes) throws IOException {
    long from = System.nanoTime();
    byte[] sent = Damage.joined(bytes, bytes.length, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        bytes.length);
    try (RawHttp http = RawHttp.connect(gateway.port()).patience(Duration.ofSeconds(5))) {
      http.send(sent);
      int status = http.response().status();
      String problem = status == 200 ? StrictRequest.problemIn(sent) : "";
      if (!problem.isEmpty()) {
        return "served, and another reader stops at " + problem;
      }
      return status >= 100 && status < 600 && status != 500 ? "" : "status " + status;
    } catch (IOException closed) {
      return System.nanoTime() - from < Duration.ofSeconds(4).toNanos()
          ? ""
          : "neither answered nor closed";
    }
  }

  /// Nothing is served but what is named: the list of models, and what is passed on to the provider `up`.
  static String path(TestGateway gateway, byte[] bytes) throws IOException {
    String target = new String(bytes, StandardCharsets.ISO_8859_1);
    try (RawHttp http = RawHttp.connect(gateway.port()).patience(Duration.ofSeconds(5))) {
      http.send("GET ").send(bytes).send(" HTTP/1.1\r\nHost: a\r\n\r\n");
      RawResponse response = http.responseOrNull();
      int status = response == null ? 400 : response.status();
      boolean named = target.equals("/v1/models") || target.startsWith("/v1/models?")
          || target.startsWith("/v1/models ") || target.startsWith("/v1/models#")
          || target.startsWith("/up/");
      return status == 500 || (status == 200 && !named) ? "status " + status : "";
    } catch (SocketTimeoutException silent) {
      return "neither answered nor closed";
    } catch (IOException closed) {
      return "";
    }
  }

  static RailEngine scanners() {
    ScannerCatalog catalog = ScannerCatalog.load();
    List<String> local = catalog.names()
        .stream()
        .filter(name -> catalog.settings(name) != RemoteSettings.class)
        .filter(name -> !name.equals("faulty"))
        .toList();
    return RailEngine.compile(catalog, List.of(new Rail("all", Stage.INPUT, local, null,
        Rail.Action.FLAG, null, null, null, null, null, null, null)));
  }

  /// No scanner fails, and what is found lies in the text.
  static String scans(RailEngine engine, String text) {
    RailReport report = engine.check(Stage.INPUT, ScanText.of(text, Segment.Kind.USER),
        ScanContext.of("acme"));
    for (RailVerdict entry : report.entries()) {
      if (entry.action().equals("fail_open") || entry.action().equals("block")) {
        return entry.scanner() + " failed";
      }
    }
    for (Finding finding : report.findings()) {
      if (finding.end() > text.length()) {
        return finding.scanner() + " found something outside the text";
      }
    }
    return "";
  }

  /// One request, as Latin-1, so that damage hits single bytes.
  static String http2() {
    byte[] body = Chat.request("chat").getBytes(StandardCharsets.US_ASCII);
    byte[] data = new Http2Frame(Http2Frame.DATA, Http2Frame.END_STREAM, 1, body).bytes();
    byte[] ping = new Http2Frame(Http2Frame.PING, 0, 0, new byte[8]).bytes();
    return new String(ping, StandardCharsets.ISO_8859_1)
        + new String(data, StandardCharsets.ISO_8859_1);
  }

  static String http2(TestGateway gateway, byte[] bytes) throws IOException {
    long from = System.nanoTime();
    try (RawHttp2 http = RawHttp2.connect(gateway.port()).patience(Duration.ofSeconds(5))) {
      http.headers(http.open(),
          List.of(new Header(":method", "POST"), new Header(":scheme", "http"),
              new Header(":authority", "a"), new Header(":path", "/v1/chat/completions")),
          false);
      http.send(bytes);
      http.await(1);
      return "";
    } catch (IOException closed) {
      return System.nanoTime() - from < Duration.ofSeconds(4).toNanos()
          ? ""
          : "neither answered nor closed";
    }
  }

  /// A whole answer or an error, and never a damaged stream with its end marker behind an error.
  static String reply(TestGateway gateway, StubProvider stub, byte[] bytes, Random random)
      throws IOException {
    stub.script(call -> {
      call.send(bytes);
      call.close();
    });
    RawResponse response = random.nextBoolean() ? gateway.stream("chat") : gateway.chat("chat");
    boolean error = response.text().contains("\"error\":");
    boolean ended = response.text().lines().anyMatch("data: [DONE]"::equals);
    if (response.status() == 200 && error && ended) {
      return "an error and an end: " + response;
    }
    return response.status() == 500 || response.status() < 200 ? "" + response : "";
  }
}
