package dev.prism.providers.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The signatures that AWS's own signer made of the same requests.
class SigV4Test {
  @ParameterizedTest
  @CsvSource({
      "/model/us.amazon.nova-micro-v1:0/converse,"
          + "67bccffc428791d66fcbc585f0cf2de1a9fb79a964d821dea60d06f05edd6e77",
      "/model/us.amazon.nova-micro-v1%3A0/converse,"
          + "25af3c86cc470baab7b9fe5aeb4d92a0d43e9fd2593ecb57f7454ce8a4e9796f",
      "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc"
          + "/converse,41a85feaaf35f95a12fb02c4646b74ac93bf071b05ec7f9a7332927c3388d5e9"})
  void signaturesAreThoseOfTheServicesOwnSigner(String path, String signature) {
    SigV4 signer = new SigV4("AKIDEXAMPLE", new Secret("secret"), null, "us-east-1", SigV4.BEDROCK);
    Map<String, String> headers = signer.headers("bedrock-runtime.us-east-1.amazonaws.com", path,
        "{}".getBytes(StandardCharsets.UTF_8), Instant.parse("2026-01-01T00:00:00Z"));

    assertThat(headers.get("authorization")).isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"
        + "20260101/us-east-1/bedrock/aws4_request, SignedHeaders="
        + "content-type;host;x-amz-content-sha256;x-amz-date, Signature=" + signature);
  }
}
