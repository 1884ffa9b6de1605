package dev.prism.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import org.junit.jupiter.api.Test;

class TransportTest {
  @Test
  void theFastestTransportThatTheMachineAllowsIsTaken() {
    System.out.println("epoll: " + Epoll.isAvailable() + ", io_uring: " + IoUring.isAvailable());

    String name = Transport.of(Transport.Wanted.AUTO).name();

    assertThat(name)
        .isEqualTo(IoUring.isAvailable() ? "io_uring" : Epoll.isAvailable() ? "epoll" : "nio");
  }
}
