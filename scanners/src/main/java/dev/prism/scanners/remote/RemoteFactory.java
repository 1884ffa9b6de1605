package dev.prism.scanners.remote;

import dev.prism.scanners.Scanner;
import dev.prism.scanners.ScannerFactory;
import dev.prism.scanners.text.Vocabulary;
import java.util.function.Function;

/// Makes scanners that ask one kind of service; each kind has a subclass with nothing but its name and its
/// backend.
abstract class RemoteFactory implements ScannerFactory<RemoteSettings> {
  private final String name;
  private final Function<RemoteSettings, RemoteBackend> backend;

  /// @param backend refuses settings with which the service cannot be asked
  RemoteFactory(String name, Function<RemoteSettings, RemoteBackend> backend) {
    this.name = name;
    this.backend = backend;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<RemoteSettings> settings() {
    return RemoteSettings.class;
  }

  @Override
  public Scanner create(RemoteSettings settings, Vocabulary vocabulary) {
    return new RemoteScanner(name, backend.apply(settings), settings);
  }
}
