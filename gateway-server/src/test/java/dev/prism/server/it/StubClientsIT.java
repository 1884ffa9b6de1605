package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.cohere.api.Cohere;
import com.cohere.api.resources.v2.requests.V2ChatRequest;
import com.cohere.api.types.ChatMessageV2;
import com.cohere.api.types.UserMessageV2;
import com.cohere.api.types.UserMessageV2Content;
import com.google.genai.Client;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.HttpOptions;
import dev.prism.server.it.RecordedAnswer.Form;
import dev.prism.testing.Chunking;
import dev.prism.testing.RecordedInteractions;
import dev.prism.testing.Recording;
import dev.prism.testing.StubProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// The official clients of the providers that no client speaks here, pointed at the stub: what they read of
/// the recordings is what the tests' own direct parse reads, so that stub and parse are sound.
class StubClientsIT {
  private static final Logger LOG = LoggerFactory.getLogger(StubClientsIT.class);
  private final List<String> problems = new ArrayList<>();
  private int read;

  private interface Asks {
    String text();
  }

  private void check(StubProvider stub, String provider, String endpoint, Form form, Asks client) {
    for (Recording recording : RecordedInteractions.of(provider)) {
      if (!recording.endpoint().equals(endpoint) || recording.status() != 200
          || recording.stream()) {
        continue;
      }
      Answered wanted = RecordedAnswer.of(recording, form);
      // Google's client has an exception in place of an answer that was filtered.
      if (!wanted.whole() || !wanted.calls().isEmpty() || wanted.finish().equals("filter")) {
        continue;
      }
      stub.answer(recording.reply(Chunking.WHOLE));
      read++;
      String got = client.text();
      if (!got.equals(wanted.text())) {
        problems.add(provider + " " + recording.id() + ": " + got + " instead of " + wanted.text());
      }
    }
    LOG.warn("{}: {} recordings read by its own client", provider, read);
    assertThat(problems).isEmpty();
    assertThat(read).isGreaterThan(5);
  }

  @Test
  void googleReadsTheStub() {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    StubProvider stub = StubProvider.answering(Chat.answer());
    try (stub;
        Client client = Client.builder()
            .apiKey("k")
            .httpOptions(HttpOptions.builder().baseUrl(stub.url()).build())
            .build()) {
      check(stub, "gemini", "generateContent", Form.GENERATE, () -> {
        String text = client.models
            .generateContent("gemini-2.5-flash", "hi", GenerateContentConfig.builder().build())
            .text();
        return text == null ? "" : text;
      });
    }
  }

  @Test
  void cohereReadsTheStub() {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    StubProvider stub = StubProvider.answering(Chat.answer());
    try (stub) {
      Cohere client = Cohere.builder().token("k").url(stub.url()).maxRetries(0).build();
      check(stub, "cohere", "cohere.v2.chat", Form.COHERE, () -> {
        StringBuilder text = new StringBuilder();
        client.v2()
            .chat(V2ChatRequest.builder()
                .model("command-a-03-2025")
                .messages(List.of(ChatMessageV2
                    .user(UserMessageV2.builder().content(UserMessageV2Content.of("hi")).build())))
                .build())
            .getMessage()
            .getContent()
            .ifPresent(items -> items
                .forEach(item -> item.getText().ifPresent(part -> text.append(part.getText()))));
        return text.toString();
      });
    }
  }

  @Test
  void bedrockReadsTheStub() {
    assumeTrue(RecordedInteractions.areHere(), "skipped: the recordings are not on this machine");
    StubProvider stub = StubProvider.answering(Chat.answer());
    try (stub;
        BedrockRuntimeClient client = BedrockRuntimeClient.builder()
            .endpointOverride(URI.create(stub.url()))
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
            .build()) {
      check(stub, "bedrock", "converse", Form.CONVERSE, () -> {
        Message ask = Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromText("hi"))
            .build();
        ConverseResponse answer = client
            .converse(ConverseRequest.builder().modelId("m").messages(ask).build());
        StringBuilder text = new StringBuilder();
        answer.output().message().content().forEach(block -> {
          if (block.text() != null) {
            text.append(block.text());
          }
        });
        return text.toString();
      });
    }
  }
}
