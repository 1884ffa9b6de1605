package dev.prism.store;

import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The traces in a file, one JSON object a line, with older files kept by count. Lines are held back
/// until a flush or 256 KiB of them. A write that fails, on a full disk for instance, leaves no torn
/// line; its traces are lost, and the next write tries anew, so the sink recovers when the disk does.
///
/// @see TraceJson the form of a line
public final class JsonLinesSink implements TraceSink {
  private static final int HELD_BYTES = 256 << 10;
  private static final int KEPT_CAPACITY = 1 << 20;

  private final FileSinkSettings settings;
  private final JsonBytes held = new JsonBytes(HELD_BYTES);
  private final TraceJson json = new TraceJson(held);
  private int heldTraces;
  private @Nullable FileChannel file;
  private long fileSize;

  public JsonLinesSink(FileSinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public void accept(TraceRecord trace) throws IOException {
    json.write(trace);
    held.endLine();
    heldTraces++;
    if (held.size() >= HELD_BYTES) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (heldTraces == 0) {
      return;
    }
    try {
      append();
    } catch (IOException e) {
      try {
        forgetFile();
      } catch (IOException unclosed) {
        e.addSuppressed(unclosed);
      }
      throw new TracesLost(heldTraces, e);
    } finally {
      held.clear(KEPT_CAPACITY);
      heldTraces = 0;
    }
  }

  private void append() throws IOException {
    FileChannel channel = file;
    if (channel == null || fileSize + held.size() > settings.maxSize().bytes()) {
      channel = next(channel);
    }
    try {
      held.writeTo(channel);
      fileSize += held.size();
    } catch (IOException e) {
      channel.truncate(fileSize);
      throw e;
    }
  }

  /// The file to go on with: the present one, or a new one when that is full.
  private FileChannel next(@Nullable FileChannel full) throws IOException {
    if (full != null) {
      forgetFile();
    }
    Path path = settings.path();
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.exists(path) && Files.size(path) > 0
        && Files.size(path) + held.size() > settings.maxSize().bytes()) {
      rotate(path);
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    file = channel;
    fileSize = channel.size();
    endTornLine(channel);
    return channel;
  }

  /// A process that was killed may have left half a line; the next one must not be glued to it.
  private void endTornLine(FileChannel channel) throws IOException {
    channel.position(fileSize);
    if (fileSize == 0) {
      return;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, fileSize - 1);
    if (last.get(0) != '\n') {
      channel.write(ByteBuffer.wrap(new byte[]{'\n'}));
      fileSize++;
    }
  }

  private void rotate(Path path) throws IOException {
    if (settings.keep() == 0) {
      Files.delete(path);
      return;
    }
    for (int n = settings.keep() - 1; n >= 1; n--) {
      if (Files.exists(numbered(path, n))) {
        Files.move(numbered(path, n), numbered(path, n + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(path, numbered(path, 1), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path numbered(Path path, int n) {
    return path.resolveSibling(path.getFileName() + "." + n);
  }

  private void forgetFile() throws IOException {
    FileChannel channel = file;
    file = null;
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      flush();
    } finally {
      forgetFile();
    }
  }
}
