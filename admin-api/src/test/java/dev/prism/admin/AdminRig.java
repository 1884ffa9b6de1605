package dev.prism.admin;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A fresh admin server for each test, open as on loopback. Each JSON answer is held to `/openapi.json` by
/// [AdminCalls].
abstract class AdminRig {
  @TempDir
  Path folder;
  AdminFixture fixture;
  AdminCalls calls;

  @BeforeEach
  final void start() throws Exception {
    fixture = new AdminFixture(folder, List.of());
    calls = fixture.calls;
  }

  @AfterEach
  final void stop() {
    fixture.close();
  }
}
