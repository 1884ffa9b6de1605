package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What holds for every notifier; each has a test that extends this. The tool is a real HTTP server, and what
/// it takes is written down as a JSON Schema beside this class.
abstract class NotifierContract {
  static final String SECRET = "s3cr3t-of-the-sink";
  final StubProvider tool = StubProvider.answering(Reply.json(200, taken()));

  /// Its name in configuration.
  abstract String name();

  /// The notifier, made by its factory, that speaks to this address and has [#SECRET] as its credential.
  abstract Notifier notifier(String url);

  /// What the tool answers when it has taken a notice.
  String taken() {
    return "{}";
  }

  @AfterEach
  final void closeTool() {
    tool.close();
  }

  final Notifier notifier() {
    return notifier(tool.url());
  }

  final List<Notice> wanted() {
    return Notices.all().stream().filter(notifier()::wants).toList();
  }

  /// Delivers, and gives what the tool has got.
  final ReceivedRequest delivered(Notice notice) {
    tool.forget();
    try {
      notifier().deliver(notice, 1);
    } catch (DeliveryFailed | InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(tool.requests()).hasSize(1);
    return tool.requests().getFirst();
  }

  final JsonNode body(Notice notice) {
    return Http.JSON.readTree(delivered(notice).bodyText());
  }

  @Test
  void itIsInstalledUnderItsName() {
    assertThat(NotifierCatalog.load().names()).contains(name());
    assertThat(NotifierCatalog.load().settings(name()).isRecord()).isTrue();
  }

  @Test
  void whatItSendsFitsThePublishedFormat() {
    Schema schema = schema();
    assertThat(wanted()).isNotEmpty();
    for (Notice notice : wanted()) {
      ReceivedRequest request = delivered(notice);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.header("content-type").orElse("")).startsWith("application/json");
      assertThat(schema.validate(request.bodyText(), InputFormat.JSON)).as(request.bodyText())
          .isEmpty();
    }
  }

  private Schema schema() {
    try (InputStream in = Objects
        .requireNonNull(NotifierContract.class.getResourceAsStream(name() + ".json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theSameNoticeIsSentTwiceAlike() {
    Notice notice = wanted().getFirst();
    assertThat(idempotencyKey(delivered(notice))).isEqualTo(idempotencyKey(delivered(notice)))
        .isNotEmpty();
  }

  /// By what the tool sees that a notice is the same.
  abstract String idempotencyKey(ReceivedRequest request);

  @Test
  void anOutagePassesAndARefusalLasts() {
    for (Reply outage : List.of(Reply.json(500, "{}"), Reply.json(503, "{}"), Reply.json(429, "{}"),
        Reply.nothing(Reply.Ending.RESET), Reply.nothing(Reply.Ending.CLOSE))) {
      assertThat(failure(outage).isLasting()).as("%d", outage.status()).isFalse();
    }
    for (int status : List.of(400, 401, 403, 404, 422, 302)) {
      assertThat(failure(Reply.json(status, "{}")).isLasting()).as("%d", status).isTrue();
    }
  }

  @Test
  void itWaitsAsLongAsItIsTold() {
    assertThat(failure(Reply.json(429, "{}").with("retry-after", "17")).retryAfter())
        .isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void aFailureNamesNoCredentialAndNoAddress() {
    for (Reply reply : List.of(Reply.json(401, "{\"error\":\"" + SECRET + "\"}"),
        Reply.nothing(Reply.Ending.RESET))) {
      assertThat(failure(reply).getMessage()).doesNotContain(SECRET).doesNotContain("127.0.0.1");
    }
  }

  final DeliveryFailed failure(Reply reply) {
    tool.answer(reply);
    DeliveryFailed failed = catchThrowableOfType(DeliveryFailed.class,
        () -> notifier().deliver(wanted().getFirst(), 1));
    tool.answer(Reply.json(200, taken()));
    return Objects.requireNonNull(failed);
  }
}
