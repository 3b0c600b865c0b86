package org.keras4j.tensorflow.c;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.keras4j.foreign.Environment;
import org.keras4j.foreign.UnusableLibraryException;

/// A folder of the user's where libraries out of artifacts are unpacked once. Each set of libraries
/// has a folder of its own, named after the checksums the artifact gives; it appears under that
/// name only when it is whole, so a process that is killed leaves nothing that looks usable.
final class NativesCache {
  private static final String INSIDE = "org/tensorflow/internal/c_api/";
  private static final String SETTING = "KERAS4J_CACHE";

  private final Path root;

  NativesCache(Path root) {
    this.root = root;
  }

  /// `KERAS4J_CACHE`, or `keras4j` where the system keeps caches.
  static NativesCache ofUser() {
    Path home = Path.of(System.getProperty("user.home"));
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return new NativesCache(
        Environment.setting(SETTING)
            .map(Path::of)
            .orElseGet(
                () -> {
                  if (system.contains("win")) {
                    return Path.of(System.getenv().getOrDefault("LOCALAPPDATA", home.toString()))
                        .resolve("keras4j");
                  }
                  return system.contains("mac")
                      ? home.resolve("Library/Caches/keras4j")
                      : Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                          .filter(s -> !s.isBlank())
                          .map(Path::of)
                          .orElse(home.resolve(".cache"))
                          .resolve("keras4j");
                }));
  }

  /// The folder with a platform's libraries out of an artifact, unpacked if it is not there yet.
  synchronized Path folder(Path artifact, Platform platform) throws IOException {
    try (var zip = new ZipFile(artifact.toFile())) {
      var entries = entries(zip, artifact, platform);
      Path folder = root.resolve("tensorflow").resolve(key(platform, entries));
      if (!isWhole(folder, entries)) {
        unpack(zip, entries, folder);
      }
      return folder;
    }
  }

  private static List<ZipEntry> entries(ZipFile zip, Path artifact, Platform platform) {
    var entries = new ArrayList<ZipEntry>();
    for (String library : platform.libraries()) {
      ZipEntry entry = zip.getEntry(INSIDE + platform.name() + "/" + library);
      if (entry == null) {
        throw new UnusableLibraryException(
            "%s has no %s for %s. Add the dependency %s."
                .formatted(artifact, library, platform.name(), platform.dependency()));
      }
      entries.add(entry);
    }
    return entries;
  }

  private static String key(Platform platform, List<ZipEntry> entries) {
    var key = new StringBuilder(platform.name());
    entries.forEach(e -> key.append("-%08x".formatted(e.getCrc())));
    return key.toString();
  }

  private static Path file(Path folder, ZipEntry entry) {
    return folder.resolve(entry.getName().substring(entry.getName().lastIndexOf('/') + 1));
  }

  private static boolean isWhole(Path folder, List<ZipEntry> entries) throws IOException {
    for (ZipEntry entry : entries) {
      Path file = file(folder, entry);
      if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    return true;
  }

  private void unpack(ZipFile zip, List<ZipEntry> entries, Path folder) throws IOException {
    try {
      Files.createDirectories(folder.getParent());
      Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
      try (var channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!isWhole(folder, entries)) {
          // What another process left unfinished: it no longer holds the lock.
          Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
          delete(partial);
          delete(folder);
          Files.createDirectory(partial);
          for (ZipEntry entry : entries) {
            copy(zip, entry, file(partial, entry));
          }
          move(partial, folder);
        }
      }
    } catch (IOException e) {
      throw new UnusableLibraryException(
          "TensorFlow's libraries (%d MiB) cannot be unpacked into %s: %s. Make room or make it writable, or name another folder in %s."
              .formatted(
                  entries.stream().mapToLong(ZipEntry::getSize).sum() >> 20, folder, e, SETTING),
          e);
    }
  }

  private static void copy(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    var checksum = new CRC32();
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = new CheckedOutputStream(Files.newOutputStream(file), checksum)) {
      byte[] block = new byte[1 << 20];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
      }
    }
    if (checksum.getValue() != entry.getCrc()) {
      throw new IOException(
          "%s is damaged: the checksum of %s is not the one it states. Delete it, so that it is downloaded again"
              .formatted(zip.getName(), entry.getName()));
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
