package org.keras4j.saving.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipInputStream;

/// Files that belong to the tests, packed.
final class TestFiles {
  private TestFiles() {}

  /// Every file of a packed folder, by name.
  static Map<String, byte[]> of(String pack) {
    var files = new LinkedHashMap<String, byte[]>();
    try (var in =
        new ZipInputStream(Objects.requireNonNull(TestFiles.class.getResourceAsStream(pack)))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /// Writes one file of a packed folder to the disk.
  static Path unpack(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
