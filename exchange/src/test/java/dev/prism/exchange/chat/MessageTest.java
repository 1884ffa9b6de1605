package dev.prism.exchange.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.chat.Message.Role;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MessageTest {
  private static final Block ONE = new Block.Text("one");
  private static final Block TWO = new Block.Text("two");

  @Test
  void neighboursOfOneRoleAreOneMessageAndEmptyOnesDoNotPartThem() {
    List<Message> merged = Message.merged(List.of(new Message(Role.USER, List.of(ONE)),
        new Message(Role.ASSISTANT, List.of()), new Message(Role.USER, List.of(TWO)),
        new Message(Role.ASSISTANT, List.of(ONE, TWO)), new Message(Role.ASSISTANT, List.of())));

    assertThat(merged).containsExactly(new Message(Role.USER, List.of(ONE, TWO)),
        new Message(Role.ASSISTANT, List.of(ONE, TWO)));
  }

  @Test
  @Timeout(20)
  void aMillionMessagesOfOneRoleAreMergedInLinearTime() {
    List<Message> many = Collections.nCopies(1_000_000, new Message(Role.USER, List.of(ONE)));

    assertThat(Message.merged(many)).hasSize(1)
        .first()
        .satisfies(all -> assertThat(all.blocks()).hasSize(1_000_000));
  }

  @Test
  void whatNoDialectWritesMakesNoTurn() {
    List<Message> said = List.of(new Message(Role.SYSTEM, List.of(ONE)),
        new Message(Role.USER, List.of(ONE)),
        new Message(Role.ASSISTANT, List.of(new Block.CachePoint(null))),
        new Message(Role.USER, List.of(TWO)));

    assertThat(Message.turns(said, Block.Text.class::isInstance))
        .containsExactly(new Message(Role.USER, List.of(ONE, TWO)));
  }
}
