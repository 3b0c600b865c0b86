package org.keras4j.saving.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
    try {
      // A link keeps leading to the file it leads to.
      Path file = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
      Path folder = file.getParent();
      if (folder == null || Files.isDirectory(file)) {
        throw new IOException("Expected the path of a file. Received: " + target);
      }
      Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
      try {
        writeNew(temporary, content);
        replace(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
      syncFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + target + ": " + e.getMessage(), e);
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
