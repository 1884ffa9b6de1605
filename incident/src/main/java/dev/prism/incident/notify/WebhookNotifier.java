package dev.prism.incident.notify;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Any tool that takes JSON: the whole notice, with its key as `idempotency-key` and a signature that the
/// receiver checks: `x-prism-signature: t=SECONDS,v1=HEX`, the HMAC-SHA256 of `SECONDS.BODY`.
final class WebhookNotifier implements Notifier {
  private final Settings settings;
  private final Clock clock;

  WebhookNotifier(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// @param url    where to post
  /// @param secret signs what is sent
  record Settings(URI url, Secret secret) {
    Settings {
      Http.checked("url", url);
      if (secret.isEmpty()) {
        throw new IllegalArgumentException("secret must not be empty");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "webhook";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new WebhookNotifier(settings, Clock.systemUTC());
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return true;
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    String body = NoticeJson.write(notice);
    long seconds = clock.instant().getEpochSecond();
    Http.send(settings.url(),
        Map.of("idempotency-key", notice.key(), "x-prism-attempt", Integer.toString(attempt),
            "x-prism-signature",
            "t=" + seconds + ",v1=" + hmac(settings.secret(), seconds + "." + body)),
        body);
  }

  static String hmac(Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
