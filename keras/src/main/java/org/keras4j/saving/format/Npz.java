package org.keras4j.saving.format;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// NumPy's `.npz` files: arrays by name, in a zip archive.
///
/// {@snippet :
/// Map<String, StoredArray> arrays = Npz.read(Path.of("mnist.npz"));
/// Npz.write(Path.of("copy.npz"), arrays);
/// }
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.savez.html">numpy.savez</a>
public final class Npz {
  private static final String SUFFIX = ".npy";

  private Npz() {}

  /// All arrays of a file, in its order.
  ///
  /// @throws org.keras4j.saving.RefusedFileException if it is no such file or damaged
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Map<String, StoredArray> read(Path path) {
    try (ArchiveReader archive = ArchiveReader.open(path)) {
      return read(archive);
    }
  }

  /// All arrays of an open archive, in its order.
  ///
  /// @throws org.keras4j.saving.RefusedFileException if an entry is no array or damaged
  public static Map<String, StoredArray> read(ArchiveReader archive) {
    var arrays = new LinkedHashMap<String, StoredArray>();
    for (String name : archive.names()) {
      String key =
          name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
      arrays.put(key, Npy.read(archive.contents(name), archive.place(name)));
    }
    return arrays;
  }

  /// Writes a file, whole or not at all.
  ///
  /// @throws IllegalArgumentException for types NumPy lacks and names that are no plain path
  /// @throws java.io.UncheckedIOException if it cannot be written
  public static void write(Path path, Map<String, StoredArray> arrays) {
    ArchiveWriter.write(
        path,
        archive ->
            arrays.forEach(
                (name, array) ->
                    archive.add(
                        name + SUFFIX, Npy.size(array.type()), out -> Npy.writeTo(out, array))));
  }
}
