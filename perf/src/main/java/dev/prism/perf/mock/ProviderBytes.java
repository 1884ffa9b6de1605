package dev.prism.perf.mock;

import dev.prism.perf.load.SentTime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes that a provider of the OpenAI dialect sends, prepared once.
final class ProviderBytes {
  private static final String HEAD = """
      HTTP/1.1 200 OK
      date: Tue, 24 Nov 2026 09:00:00 GMT
      access-control-expose-headers: X-Request-ID
      openai-organization: org-bench
      openai-processing-ms: 412
      openai-version: 2020-10-01
      x-ratelimit-limit-requests: 10000
      x-ratelimit-limit-tokens: 2000000
      x-ratelimit-remaining-requests: 9999
      x-ratelimit-remaining-tokens: 1999720
      x-ratelimit-reset-requests: 6ms
      x-ratelimit-reset-tokens: 8ms
      x-request-id: req_7c1d2b0a2f5c4d0f9a7e1a5f3c2b1d00
      """;
  private static final String CHAT = """
      {"id":"chatcmpl-CkX1b7Qm2vWf8TzPq0LrYh3NdJ5uE","object":"chat.completion","created":\
      1763974800,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":\
      "assistant","content":"Your parcel left our warehouse on Monday and should reach you by \
      Thursday. If it does not, the refund is issued automatically.","refusal":null,\
      "annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":212,\
      "completion_tokens":27,"total_tokens":239,"prompt_tokens_details":{"cached_tokens":0},\
      "completion_tokens_details":{"reasoning_tokens":0}},"service_tier":"default",\
      "system_fingerprint":"fp_560af6e559"}
      """;
  private static final String USAGE = """
      {"prompt_tokens":212,"completion_tokens":57,"total_tokens":269,"prompt_tokens_details":\
      {"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,\
      "audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";
  private static final byte[] TIMED = chunk(
      event(choice("{\"content\":\"" + SentTime.placeholder() + "\"}", "null"), "null"));
  private static final int TIME_AT = new String(TIMED, StandardCharsets.US_ASCII)
      .indexOf(SentTime.placeholder()) + 1;

  static final ByteBuf REPLY = fixed(
      (head("application/json", "content-length: " + CHAT.length()) + CHAT)
          .getBytes(StandardCharsets.US_ASCII));
  static final ByteBuf STREAM_HEAD = fixed(head("text/event-stream; charset=utf-8",
      "cache-control: no-cache\ntransfer-encoding: chunked").getBytes(StandardCharsets.US_ASCII));
  static final ByteBuf FIRST = fixed(chunk(
      event(choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"), "null")));
  static final ByteBuf TOKEN = fixed(
      chunk(event(choice("{\"content\":\" parcel\"}", "null"), "null")));
  static final ByteBuf FINISH = fixed(chunk(event(choice("{}", "\"stop\""), "null")));
  static final ByteBuf USAGE_CHUNK = fixed(chunk(event("[]", USAGE)));
  static final ByteBuf END = fixed(
      join(chunk("data: [DONE]\n\n"), "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

  private ProviderBytes() {}

  /// A token event that tells when it was sent.
  static ByteBuf timedToken(long nanos) {
    byte[] bytes = TIMED.clone();
    SentTime.write(bytes, TIME_AT, nanos);
    return Unpooled.wrappedBuffer(bytes);
  }

  private static String head(String type, String framing) {
    return (HEAD + "content-type: " + type + "\n" + framing + "\n\n").replace("\n", "\r\n");
  }

  private static String event(String choices, String usage) {
    return """
        data: {"id":"chatcmpl-CkX1b7Qm2vWf8TzPq0LrYh3NdJ5uE","object":"chat.completion.chunk",\
        "created":1763974800,"model":"gpt-4o-mini-2024-07-18","service_tier":"default",\
        "system_fingerprint":"fp_560af6e559","choices":%s,"usage":%s}

        """.formatted(choices, usage);
  }

  private static String choice(String delta, String finish) {
    return """
        [{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}]""".formatted(delta, finish);
  }

  private static byte[] chunk(String data) {
    return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static ByteBuf fixed(byte[] bytes) {
    return Unpooled
        .unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
  }
}
