package org.keras4j.saving.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Consumer;

/// Writes files that are there whole or not at all.
///
/// The contents go into a new file beside the target, which replaces the target when all is on the
/// disk. Whatever fails before leaves the old file as it was and nothing else.
public final class AtomicFile {
  private AtomicFile() {}

  /// Creates or replaces a file.
  ///
  /// @throws UncheckedIOException if the file cannot be written
  public static void write(Path target, Consumer<FileOutput> content) {
    writeAll(new LinkedHashMap<>(Map.of(target, content)));
  }

  /// Creates or replaces files that belong together, in the order given: the first only when the
  /// contents of the last are on the disk, too.
  ///
  /// @throws UncheckedIOException if one cannot be written
  public static void writeAll(SequencedMap<Path, Consumer<FileOutput>> contents) {
    List<Written> written = new ArrayList<>();
    Path current = contents.firstEntry().getKey();
    try {
      try {
        for (var entry : contents.entrySet()) {
          current = entry.getKey();
          written.add(Written.beside(current));
          writeNew(written.getLast().temporary, entry.getValue());
        }
        for (Written file : written) {
          current = file.target;
          replace(file.temporary, file.target);
        }
      } finally {
        for (Written file : written) {
          Files.deleteIfExists(file.temporary);
        }
      }
      for (Path folder : written.stream().map(Written::folder).distinct().toList()) {
        syncFolder(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + current + ": " + e.getMessage(), e);
    }
  }

  /// Contents on the disk, and the file they are to become.
  private record Written(Path temporary, Path target, Path folder) {
    static Written beside(Path target) throws IOException {
      // A link keeps leading to the file it leads to.
      Path file = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
      Path folder = file.getParent();
      if (folder == null || Files.isDirectory(file)) {
        throw new IOException("Expected the path of a file. Received: " + target);
      }
      String name = "." + file.getFileName() + "." + UUID.randomUUID() + ".tmp";
      return new Written(folder.resolve(name), file, folder);
    }
  }

  private static void writeNew(Path file, Consumer<FileOutput> content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var output = new FileOutput(channel);
      content.accept(output);
      output.finish();
    }
  }

  private static void replace(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Makes the new name last. Not every system can open a folder; the file itself is safe either
  /// way.
  @SuppressWarnings("EmptyCatch")
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // As said above.
    }
  }
}
