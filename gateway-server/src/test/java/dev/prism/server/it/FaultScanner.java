package dev.prism.server.it;

import dev.prism.scanners.Finding;
import dev.prism.scanners.Findings;
import dev.prism.scanners.Scanner;
import dev.prism.scanners.ScannerFactory;
import dev.prism.scanners.Subject;
import dev.prism.scanners.text.Vocabulary;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A scanner that does what a test wants of it: break, hang, take its time, or find the word `marked`.
public final class FaultScanner implements Scanner {
  private final How how;

  private FaultScanner(How how) {
    this.how = how;
  }

  /// What it does.
  public enum How {
    FIND, THROW, HANG, SLOW
  }

  @Override
  public String name() {
    return "fault";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    switch (how) {
      case FIND -> {
        int at = subject.segment().text().indexOf("marked");
        if (at >= 0) {
          findings.add("marked", at, at + 6, Finding.BLOCK);
        }
      }
      case THROW -> throw new IllegalStateException("broken on purpose");
      case HANG -> rest(Long.MAX_VALUE);
      case SLOW -> rest(100);
    }
  }

  private static void rest(long millis) {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// @param how what it does; default `find`
  public record Settings(@Nullable How how) {
    public Settings {
      how = how == null ? How.FIND : how;
    }
  }

  /// Makes [FaultScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "fault";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new FaultScanner(Objects.requireNonNull(settings.how()));
    }
  }
}
