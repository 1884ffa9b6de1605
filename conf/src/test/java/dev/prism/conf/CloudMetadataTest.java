package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudMetadataTest {
  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "169.254.170.2", "2852039166", "0xA9FEA9FE",
      "0xa9.0xfe.0xa9.0xfe", "0251.0376.0251.0376", "169.254.43518", "[::ffff:169.254.169.254]",
      "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[64:ff9b::169.254.169.254]",
      "[2002:a9fe:a9fe::]", "[fd00:ec2::254]", "[FD00:EC2:0:0:0:0:0:254]", "[fe80::1]",
      "metadata.google.internal", "METADATA.google.internal.", "metadata", "100.100.100.200",
      "168.63.129.16"})
  void metadataAddressIsKnownInEveryNotation(String host) {
    assertThat(CloudMetadata.isHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "10.0.0.5", "192.168.1.1",
      "api.openai.com", "8.8.8.8", "[2001:db8::1]", "169.255.0.1", "metadata.example.com", "::", "",
      "1"})
  void otherAddressesAreLeftAlone(String host) {
    assertThat(CloudMetadata.isHost(host)).isFalse();
  }
}
