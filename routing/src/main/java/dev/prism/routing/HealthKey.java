package dev.prism.routing;

/// What a breaker stands for: one model behind one credential of one provider, judged by one set of
/// settings. Routes that judge alike share it.
public final class HealthKey {
  private final String id;
  private final String provider;
  private final String model;
  private final BreakerSettings settings;
  private final int hash;

  /// @param credential a label of the credential, empty where the provider has just one
  public HealthKey(String provider, String credential, String model, BreakerSettings settings) {
    this.provider = provider;
    this.model = model;
    this.settings = settings;
    id = provider + "/" + model + (credential.isEmpty() ? "" : "@" + credential)
        + (settings.equals(BreakerSettings.DEFAULT)
            ? ""
            : "~" + Integer.toHexString(settings.hashCode()));
    hash = id.hashCode();
  }

  /// The name in the admin API and in metrics, `openai/gpt-5-mini` for instance. Settings other than the
  /// default ones add a suffix to it.
  public String id() {
    return id;
  }

  public String provider() {
    return provider;
  }

  public String model() {
    return model;
  }

  public BreakerSettings settings() {
    return settings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HealthKey that && hash == that.hash && id.equals(that.id)
        && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return id;
  }
}
