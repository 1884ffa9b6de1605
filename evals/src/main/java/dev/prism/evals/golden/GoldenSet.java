package dev.prism.evals.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of golden entries: `ROUTE.jsonl` for each route, one entry a line, sorted by id, so that two
/// branches that add entries merge by themselves. Reads the folder anew for each question, since others
/// (git, an editor) write it too. Calls block on the disk: never from an event loop.
public final class GoldenSet {
  /// Entries of one set.
  public static final int MOST_ENTRIES = 10_000;
  private static final int LONGEST_LINE = 1 << 20;
  private static final String ENDING = ".jsonl";

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();

  /// @param folder need not exist yet
  public GoldenSet(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /// All entries, by route, then by id.
  ///
  /// @throws IllegalArgumentException if a file holds what is no entry, naming file and line
  /// @throws UncheckedIOException     if the folder cannot be read
  public List<GoldenEntry> all() {
    List<GoldenEntry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Path file : files()) {
      for (GoldenEntry entry : read(file)) {
        if (!ids.add(entry.id())) {
          throw new IllegalArgumentException(file + ": the id " + entry.id() + " is there twice");
        }
        entries.add(entry);
      }
      if (entries.size() > MOST_ENTRIES) {
        throw new IllegalArgumentException(
            folder + " holds more than " + MOST_ENTRIES + " entries");
      }
    }
    return entries;
  }

  /// Those of a route, a class, a rubric; null means any.
  public List<GoldenEntry> find(@Nullable String route, @Nullable String incidentClass,
      @Nullable String rubric) {
    return all().stream()
        .filter(entry -> route == null || entry.route().equals(route))
        .filter(entry -> incidentClass == null || incidentClass.equals(entry.incidentClass()))
        .filter(entry -> rubric == null || rubric.equals(entry.rubric()))
        .toList();
  }

  public Optional<GoldenEntry> get(String id) {
    return all().stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /// Adds an entry, durably before it returns. The same entry again changes nothing.
  ///
  /// @throws IllegalArgumentException if the guard finds in it what must not be kept, if another entry has
  ///                                  its id, or the set is full
  /// @throws UncheckedIOException     if the folder cannot be written
  public void add(GoldenEntry entry) {
    GoldenGuard.check(entry);
    lock.lock();
    try {
      List<GoldenEntry> all = all();
      Optional<GoldenEntry> same = all.stream()
          .filter(each -> each.id().equals(entry.id()))
          .findFirst();
      if (same.isPresent()) {
        if (same.get().equals(entry)) {
          return;
        }
        throw new IllegalArgumentException("the golden set has another entry " + entry.id());
      }
      if (all.size() >= MOST_ENTRIES) {
        throw new IllegalArgumentException("the golden set is full: " + MOST_ENTRIES + " entries");
      }
      List<GoldenEntry> ofRoute = new ArrayList<>(
          all.stream().filter(each -> each.route().equals(entry.route())).toList());
      ofRoute.add(entry);
      write(file(entry.route()), ofRoute);
    } finally {
      lock.unlock();
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<GoldenEntry> read(Path file) {
    List<GoldenEntry> entries = new ArrayList<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        number++;
        if (line.length() > LONGEST_LINE) {
          throw new IllegalArgumentException("the line is longer than 1 MiB");
        }
        if (!line.isBlank()) {
          entries.add(GoldenJson.read(line));
        }
      }
      return entries;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path file, List<GoldenEntry> entries) {
    List<String> lines = entries.stream()
        .sorted(Comparator.comparing(GoldenEntry::id))
        .map(GoldenJson::line)
        .toList();
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, ".golden", ".new");
      Files.write(fresh, lines, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A route's name as a file's: what is not a plain character becomes `~` and its code.
  private Path file(String route) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < route.length(); i++) {
      char c = route.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
          || c == '-' || c == '_' || (c == '.' && !name.isEmpty());
      if (plain) {
        name.append(c);
      } else {
        name.append('~').append(Integer.toHexString(c)).append('~');
      }
    }
    return folder.resolve(name + ENDING);
  }
}
