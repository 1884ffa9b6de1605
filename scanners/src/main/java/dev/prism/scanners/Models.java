package dev.prism.scanners;

import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.NgramModelFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The trained models that scanners ship with, each read once.
final class Models {
  private static final Map<String, NgramModel> LOADED = new ConcurrentHashMap<>();

  private Models() {}

  static NgramModel load(String name) {
    return LOADED.computeIfAbsent(name,
        n -> NgramModelFile.read(Resources.bytes("models/" + n + ".model")));
  }
}
