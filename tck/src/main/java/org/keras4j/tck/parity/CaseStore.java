package org.keras4j.tck.parity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Files of cases, named relative to the root: `ops/ops_core.jsonl`, `models/mlp.keras`.
///
/// Files may be packed: `ops.zip` at the root stands for a directory `ops`, and a file that ends in
/// `.gz` is read unpacked and goes by its name without that.
public abstract sealed class CaseStore {

  private CaseStore() {}

  /// The cases recorded from Keras 3.15.1 that come with this library.
  ///
  /// @return the store
  public static CaseStore builtIn() {
    return BuiltIn.INSTANCE;
  }

  /// Cases in a directory of the same layout.
  ///
  /// @param root the directory
  /// @return the store
  /// @throws IllegalArgumentException if there is no such directory
  public static CaseStore directory(Path root) {
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("Expected a directory of cases. Received: root=" + root);
    }
    return new Directory(root);
  }

  /// The names of all files, in alphabetical order.
  ///
  /// @return the names
  public abstract List<String> files();

  /// Reads a file.
  ///
  /// @param file its name
  /// @return its bytes
  /// @throws IllegalArgumentException if there is no such file
  public abstract byte[] read(String file);

  /// A place on disk where a file lies beside the others of its directory.
  ///
  /// @param file its name
  /// @return the path; files of packed directories are unpacked to a temporary directory that goes
  ///   with the process
  /// @throws IllegalArgumentException if there is no such file
  public abstract Path path(String file);

  /// Whether a file exists.
  ///
  /// @param file its name
  /// @return true if so
  public boolean has(String file) {
    return files().contains(file);
  }

  /// The names of the files of cases, without `.jsonl`.
  ///
  /// @return the names, such as `ops/ops_core`
  public List<String> caseFiles() {
    return files().stream()
        .filter(f -> f.endsWith(".jsonl"))
        .map(f -> f.substring(0, f.length() - 6))
        .toList();
  }

  private static IllegalArgumentException absent(String file) {
    return new IllegalArgumentException("Expected a file of this store. Received: file=" + file);
  }

  private static Map<String, byte[]> unzip(InputStream stream) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (var zip = new ZipInputStream(stream)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static byte[] gunzip(byte[] packed) throws IOException {
    try (var stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return stream.readAllBytes();
    }
  }

  /// Directories that are unpacked when first asked for.
  private abstract static sealed class Packed extends CaseStore {
    private final Map<String, Map<String, byte[]>> unpacked = new ConcurrentHashMap<>();
    private final Map<String, Path> onDisk = new ConcurrentHashMap<>();

    abstract InputStream open(String archive) throws IOException;

    final Map<String, byte[]> entries(String directory) {
      return unpacked.computeIfAbsent(
          directory,
          name -> {
            try {
              return unzip(open(name + ".zip"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }

    final List<String> names(String directory) {
      return entries(directory).keySet().stream().map(name -> directory + "/" + name).toList();
    }

    final byte[] entry(String file) {
      int slash = file.indexOf('/');
      byte[] bytes =
          slash < 0 ? null : entries(file.substring(0, slash)).get(file.substring(slash + 1));
      if (bytes == null) {
        throw absent(file);
      }
      return bytes.clone();
    }

    final Path extracted(String file) {
      entry(file);
      String directory = file.substring(0, file.indexOf('/'));
      return onDisk
          .computeIfAbsent(directory, this::extract)
          .resolve(file.substring(directory.length() + 1));
    }

    private Path extract(String directory) {
      try {
        Path target = Files.createTempDirectory("keras4j-cases-").toRealPath();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(target)));
        for (Map.Entry<String, byte[]> entry : entries(directory).entrySet()) {
          Path path = target.resolve(entry.getKey()).normalize();
          if (!path.startsWith(target)) {
            throw new IOException(
                "The archive " + directory + ".zip names a file outside itself: " + entry.getKey());
          }
          Files.createDirectories(Objects.requireNonNull(path.getParent()));
          Files.write(path, entry.getValue());
        }
        return target;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path root) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        System.getLogger(CaseStore.class.getName())
            .log(System.Logger.Level.DEBUG, "Left behind: " + root, e);
      }
    }
  }

  private static final class BuiltIn extends Packed {
    private static final BuiltIn INSTANCE = new BuiltIn();
    private static final String ROOT = "/org/keras4j/tck/cases/";

    @Override
    InputStream open(String archive) throws IOException {
      InputStream stream = CaseStore.class.getResourceAsStream(ROOT + archive);
      if (stream == null) {
        throw new IOException("The resource " + ROOT + archive + " is missing.");
      }
      return stream;
    }

    private List<String> directories() {
      try (InputStream stream = open("index.txt")) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.substring(0, line.length() - ".zip".length()))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> files() {
      return directories().stream().map(this::names).flatMap(Collection::stream).sorted().toList();
    }

    @Override
    public byte[] read(String file) {
      return entry(file);
    }

    @Override
    public Path path(String file) {
      return extracted(file);
    }
  }

  private static final class Directory extends Packed {
    private final Path root;

    private Directory(Path root) {
      this.root = root;
    }

    @Override
    InputStream open(String archive) throws IOException {
      return Files.newInputStream(root.resolve(archive));
    }

    @Override
    public List<String> files() {
      List<String> names = new ArrayList<>();
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          String name = root.relativize(path).toString().replace('\\', '/');
          if (name.endsWith(".zip") && !name.contains("/")) {
            names.addAll(names(name.substring(0, name.length() - 4)));
          } else {
            names.add(name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return names.stream().sorted().toList();
    }

    @Override
    public byte[] read(String file) {
      try {
        Path path = root.resolve(file);
        if (Files.isRegularFile(path)) {
          return Files.readAllBytes(path);
        }
        Path packed = root.resolve(file + ".gz");
        return Files.isRegularFile(packed) ? gunzip(Files.readAllBytes(packed)) : packedEntry(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private byte[] packedEntry(String file) {
      int slash = file.indexOf('/');
      if (slash < 0 || !Files.isRegularFile(root.resolve(file.substring(0, slash) + ".zip"))) {
        throw absent(file);
      }
      return entry(file);
    }

    @Override
    public Path path(String file) {
      Path path = root.resolve(file);
      if (Files.isRegularFile(path)) {
        return path;
      }
      packedEntry(file);
      return extracted(file);
    }
  }
}
