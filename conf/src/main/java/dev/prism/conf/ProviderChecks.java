package dev.prism.conf;

import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import java.net.URI;
import java.util.Set;

/// What must hold for each provider beyond its own record.
final class ProviderChecks {
  private final ConfigReport report;

  ProviderChecks(ConfigReport report) {
    this.report = report;
  }

  void run() {
    Set<String> adapters = Providers.factories().keySet();
    report.each(ProviderSettings.class, (path, settings) -> {
      if (!settings.adapter().equals("simulated") && !adapters.contains(settings.adapter())) {
        report.problem(path + ".adapter", "there is no adapter \"" + settings.adapter() + "\"",
            Nearest.advice(settings.adapter(), adapters));
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
