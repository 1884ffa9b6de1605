package dev.prism.store;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.sqlite.SQLiteDataSource;
import org.sqlite.util.LibraryLoaderUtil;

/// Where SQLite's native library lies unpacked beside the jars, as the package has it, it is loaded from there. Else
/// the driver unpacks it at each start and compares the copy byte by byte.
final class SqliteLibrary {
  /// The driver's own setting; who sets it knows better.
  private static final String FOLDER = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  static void find() {
    CodeSource source = SQLiteDataSource.class.getProtectionDomain().getCodeSource();
    if (System.getProperty(FOLDER) != null || source == null
        || !source.getLocation().getProtocol().equals("file")) {
      return;
    }
    try {
      Path folder = Path.of(source.getLocation().toURI())
          .resolveSibling("native" + LibraryLoaderUtil.getNativeLibResourcePath());
      if (Files.isReadable(folder.resolve(LibraryLoaderUtil.getNativeLibName()))) {
        System.setProperty(FOLDER, folder.toString());
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no place on a disk: " + source.getLocation(), e);
    }
  }
}
