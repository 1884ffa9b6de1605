package dev.prism.conf;

import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import java.net.URI;
import java.util.Map;

/// What must hold for each provider beyond its own record.
final class ProviderChecks {
  private final ConfigReport report;

  ProviderChecks(ConfigReport report) {
    this.report = report;
  }

  void run() {
    Map<String, ProviderFactory> factories = Providers.factories();
    report.each(ProviderSettings.class, (path, settings) -> {
      ProviderFactory factory = factories.get(settings.adapter());
      if (factory == null) {
        report.problem(path + ".adapter", "there is no adapter \"" + settings.adapter() + "\"",
            Nearest.advice(settings.adapter(), factories.keySet()));
      } else if (!report.isFaulty(path)) {
        check(factory, path, settings);
      }
      URI url = settings.baseUrl();
      if (url != null) {
        baseUrl(path + ".base-url", url);
      }
    });
    for (String name : report.below("providers")) {
      if (name.isEmpty() || name.indexOf('/') >= 0) {
        report.problem(ConfigReport.child("providers", name), "is not a name for a provider",
            "write one without a slash");
      }
    }
  }

  private void check(ProviderFactory factory, String path, ProviderSettings settings) {
    try {
      factory.check(settings);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      report.problem(report.blamed(path, RecordFields.of(ProviderSettings.class), message), message,
          "");
    }
  }

  private void baseUrl(String path, URI url) {
    String host = url.getHost();
    if (host != null && CloudMetadata.isHost(host)) {
      report.problem(path, "is the address at which clouds hand out credentials, " + host
          + ", which the gateway never calls", "write the provider's own address");
    }
    if (url.getRawUserInfo() != null) {
      report.problem(path, "holds a user or a password", "write the credential as api-key");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      report.problem(path, "holds a query or a fragment", "end it with its path, such as /v1");
    }
  }
}
