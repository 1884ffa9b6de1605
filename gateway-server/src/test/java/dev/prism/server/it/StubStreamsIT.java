package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.server.it.RecordedAnswer.Form;
import dev.prism.testing.Chunking;
import dev.prism.testing.RecordedInteractions;
import dev.prism.testing.Recording;
import dev.prism.testing.StubProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// Amazon's own client reads every recorded stream of Converse from the stub, in seven-byte pieces too, and
/// understands what the tests' own parse of the frames understands.
class StubStreamsIT {
  private static final Logger LOG = LoggerFactory.getLogger(StubStreamsIT.class);
  private final List<String> problems = new ArrayList<>();
  private int read;

  @Test
  void amazonsOwnClientReadsTheRecordedStreams() {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    StubProvider stub = StubProvider.answering(Chat.answer());
    try (stub;
        BedrockRuntimeAsyncClient client = BedrockRuntimeAsyncClient.builder()
            .endpointOverride(URI.create(stub.url()))
            .region(Region.US_EAST_1)
            .httpClient(new JdkAsyncClient())
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(Duration.ofSeconds(20)))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
            .build()) {
      for (Recording recording : RecordedInteractions.of("bedrock")) {
        if (recording.endpoint().equals("converse-stream") && recording.status() == 200
            && recording.response().body().length > 0) {
          for (Chunking cut : List.of(Chunking.WHOLE, Chunking.SEVEN)) {
            stub.answer(recording.reply(cut));
            compare(recording, RecordedAnswer.of(recording, Form.CONVERSE), client);
          }
        }
      }
    }
    LOG.warn("bedrock: {} streams read by its own client", read);
    assertThat(problems).isEmpty();
    assertThat(read).isGreaterThan(60);
  }

  private void compare(Recording recording, Answered wanted, BedrockRuntimeAsyncClient client) {
    read++;
    Heard heard = new Heard();
    boolean whole = true;
    try {
      client.converseStream(ConverseStreamRequest.builder()
          .modelId("m")
          .messages(Message.builder()
              .role(ConversationRole.USER)
              .content(ContentBlock.fromText("hi"))
              .build())
          .build(), heard.handler()).join();
    } catch (CompletionException failed) {
      whole = false;
    }
    if (whole != wanted.whole()) {
      problems.add(recording.id() + ": " + (whole ? "a failure was read as whole" : "not read"));
    } else if (whole && !(heard.text.toString().equals(wanted.text())
        && heard.calls().equals(wanted.calls()) && heard.input == wanted.prompt())) {
      problems.add(recording.id() + ": " + heard.text + heard.calls() + heard.input + " instead of "
          + wanted);
    }
  }

  /// What the client hears.
  private static final class Heard {
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
    private long input = -1;

    private ConverseStreamResponseHandler handler() {
      return ConverseStreamResponseHandler.builder()
          .subscriber(ConverseStreamResponseHandler.Visitor.builder().onContentBlockStart(start -> {
            if (start.start().toolUse() != null) {
              names.put(start.contentBlockIndex(), start.start().toolUse().name());
            }
          }).onContentBlockDelta(delta -> {
            text.append(delta.delta().text() == null ? "" : delta.delta().text());
            if (delta.delta().toolUse() != null) {
              arguments.computeIfAbsent(delta.contentBlockIndex(), _ -> new StringBuilder())
                  .append(delta.delta().toolUse().input());
            }
          }).onMetadata(metadata -> {
            var usage = metadata.usage();
            input = usage.inputTokens() + or(usage.cacheReadInputTokens())
                + or(usage.cacheWriteInputTokens());
          }).build())
          .build();
    }

    private static long or(@Nullable Integer count) {
      return count == null ? 0 : count;
    }

    private List<String> calls() {
      List<String> calls = new ArrayList<>();
      names.forEach(
          (place, name) -> calls.add(name + " " + RecordedAnswer.compact(arguments.get(place))));
      return calls;
    }
  }
}
