package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16",
      "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::",
      "fe80::1", "224.0.0.1", "ff02::1"})
  void nobodyMayNameMetadataOrAGroup(String address) {
    assertThat(AddressRule.OPERATOR.allows(InetAddress.ofLiteral(address))).isFalse();
    assertThat(AddressRule.PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
      "192.168.0.1", "100.64.0.1", "198.18.0.1", "::1", "fd00::1", "fec0::1", "0.0.0.0", "::",
      "192.0.2.1", "198.51.100.1", "203.0.113.1", "::ffff:127.0.0.1", "64:ff9b:1::1", "2001:db8::1",
      "240.0.0.1", "2001::1"})
  void onlyTheOperatorMayNameWhatIsNotPublic(String address) {
    assertThat(AddressRule.OPERATOR.allows(InetAddress.ofLiteral(address))).isTrue();
    assertThat(AddressRule.PUBLIC.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "192.1.0.1", "2606:4700::1111"})
  void thePublicInternetIsForEverybody(String address) {
    assertThat(AddressRule.PUBLIC.allows(InetAddress.ofLiteral(address))).isTrue();
    assertThat(AddressRule.OPERATOR.allows(InetAddress.ofLiteral(address))).isTrue();
  }
}
