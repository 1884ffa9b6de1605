package dev.prism.server.it;

import dev.prism.testing.StubProvider;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// One gateway before one provider, for all tests of a class. Before each of them the provider forgets what
/// it was asked and answers as [Chat#answer()].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BeforeStub {
  final StubProvider stub = StubProvider.answering(Chat.answer());
  final TestGateway gateway;

  /// @param yaml what the gateway reads, given the provider
  BeforeStub(Function<StubProvider, GatewayYaml> yaml) {
    gateway = TestGateway.start(yaml.apply(stub));
  }

  @BeforeEach
  void reset() {
    stub.forget();
    stub.answer(Chat.answer());
  }

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }
}
