package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  private final EventLoop loop = new DefaultEventLoop();
  private final List<@Nullable InetSocketAddress> told = new ArrayList<>();
  private int lookUps;

  @Test
  void aNameIsLookedUpOnceAndItsAddressKept() throws Exception {
    AddressBook book = book("127.0.0.1", "169.254.169.254");
    assertThat(resolve(book))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
    assertThat(resolve(book))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
    assertThat(lookUps).as("a name that would now lead elsewhere is not asked again").isEqualTo(1);
  }

  @Test
  void aNameThatAlsoLeadsToMetadataLeadsNowhere() throws Exception {
    AddressBook book = new AddressBook(Runnable::run, AddressRule.OPERATOR, _ -> new InetAddress[]{
        InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("169.254.169.254")});
    assertThat(resolve(book)).isNull();
  }

  @Test
  void anAddressNeedsNoLookUpAndIsJudgedAllTheSame() throws Exception {
    AddressBook book = book("1.1.1.1", "1.1.1.1");
    told.clear();
    loop.submit(() -> book.resolve("169.254.169.254", 80, loop, (to, _) -> told.add(to))).get();
    loop.submit(() -> book.resolve("127.0.0.1", 80, loop, (to, _) -> told.add(to))).get();
    assertThat(told).containsExactly(null,
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
    assertThat(lookUps).isZero();
  }

  private AddressBook book(String first, String then) {
    return new AddressBook(Runnable::run, AddressRule.OPERATOR, _ -> {
      lookUps++;
      return new InetAddress[]{InetAddress.ofLiteral(lookUps == 1 ? first : then)};
    });
  }

  private @Nullable InetSocketAddress resolve(AddressBook book)
      throws InterruptedException, ExecutionException, UnknownHostException {
    told.clear();
    loop.submit(() -> book.resolve("host.test", 80, loop, (to, _) -> told.add(to))).get();
    loop.submit(() -> {}).get();
    return told.getFirst();
  }
}
