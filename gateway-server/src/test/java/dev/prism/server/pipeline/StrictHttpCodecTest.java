package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictHttpCodecTest {
  private static final String GOOD = "GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\r\n ", "\n\t ", "\r", "\n", "\r\r\n", "\n\r", "\r\n\n", "\0",
      "\177"})
  void whatIsNoEmptyLineBeforeARequestLineIsRefusedHoweverItArrives(String before) {
    for (int cut = 0; cut <= before.length(); cut++) {
      List<Boolean> failures = failures(before.substring(0, cut),
          before.substring(cut) + GOOD + GOOD);

      assertThat(failures).as("cut at %d", cut).containsExactly(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n"})
  void emptyLinesBeforeARequestLineAreAllowedHoweverTheyArrive(String before) {
    for (int cut = 0; cut <= before.length(); cut++) {
      assertThat(failures(before.substring(0, cut), before.substring(cut) + GOOD))
          .as("cut at %d", cut)
          .containsExactly(false);
    }
  }

  @Test
  void emptyLinesBetweenPipelinedRequestsAreAllowed() {
    assertThat(failures(GOOD + "\r\n" + GOOD)).containsExactly(false, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t"})
  void whiteSpaceBetweenPipelinedRequestsIsRefused(String between) {
    assertThat(failures(GOOD, between + GOOD)).containsExactly(false, true);
    assertThat(failures("", GOOD + between + GOOD)).containsExactly(false, true);
  }

  /// For each request that the codec makes of the two pieces, whether it is refused.
  private static List<Boolean> failures(String... pieces) {
    EmbeddedChannel channel = new EmbeddedChannel(new StrictHttpCodec(new HttpDecoderConfig()));
    List<Boolean> failures = new ArrayList<>();
    for (String piece : pieces) {
      channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII));
      for (HttpObject part; (part = channel.readInbound()) != null;) {
        if (part instanceof HttpRequest) {
          failures.add(part.decoderResult().isFailure());
        }
        ReferenceCountUtil.release(part);
      }
    }
    channel.finishAndReleaseAll();
    return failures;
  }
}
