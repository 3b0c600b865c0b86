package org.keras4j.saving;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.keras4j.ops.Ops;
import org.keras4j.saving.format.Npy;
import org.keras4j.saving.format.Npz;
import org.keras4j.saving.format.Safetensors;
import org.keras4j.saving.format.StoredArray;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// Tensors in the files of NumPy (`.npy`, `.npz`) and in `.safetensors`, read and written.
///
/// A file is not trusted: every size it states is compared with the bytes there are before anything
/// is allocated, and pickles are refused. Writing replaces a file when all is written.
///
/// {@snippet :
/// Array digits = TensorFiles.readNpy(Path.of("digits.npy"));
/// TensorFiles.write(Path.of("features.npz"), Map.of("x", features, "y", labels));
/// Map<String, Array> back = TensorFiles.read(Path.of("features.npz"));
/// }
///
/// | file | dtypes |
/// |---|---|
/// | `.npy`, `.npz` | all but bfloat16 and float8; text is read, not written |
/// | `.safetensors` | all but text |
public final class TensorFiles {
  private TensorFiles() {}

  /// The tensor of a `.npy` file.
  ///
  /// @throws RefusedFileException if it is no such file, is damaged, or holds Python objects
  /// @throws java.io.UncheckedIOException if it cannot be read
  /// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.load.html">numpy.load</a>
  public static Array readNpy(Path path) {
    return array(Npy.read(path));
  }

  /// Writes a `.npy` file.
  ///
  /// @throws IllegalArgumentException for text, bfloat16 and float8, and for a tensor without
  ///   values
  /// @throws java.io.UncheckedIOException if it cannot be written
  /// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.save.html">numpy.save</a>
  public static void writeNpy(Path path, Tensor tensor) {
    Npy.write(path, stored(tensor));
  }

  /// The tensors of a file by name, in its order. Which kind of file it is, its name says; the one
  /// tensor of a `.npy` file is called as the file is, without the ending.
  ///
  /// @throws RefusedFileException if the file is not of its kind, or damaged
  /// @throws IllegalArgumentException if the name ends in none of `.npy`, `.npz`, `.safetensors`
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Map<String, Array> read(Path path) {
    return switch (Kind.of(path)) {
      case NPY -> Map.of(baseName(path), readNpy(path));
      case NPZ -> mapped(Npz.read(path), TensorFiles::array);
      case SAFETENSORS -> {
        try (Safetensors file = Safetensors.open(path)) {
          yield mapped(file.readAll(), TensorFiles::array);
        }
      }
    };
  }

  /// Writes tensors by name, in their order, into the kind of file that the name says.
  ///
  /// @throws IllegalArgumentException if the name ends in none of `.npy`, `.npz`, `.safetensors`, a
  ///   `.npy` file should hold several tensors, or the file has no such dtype
  /// @throws java.io.UncheckedIOException if it cannot be written
  public static void write(Path path, Map<String, ? extends Tensor> tensors) {
    switch (Kind.of(path)) {
      case NPY -> {
        if (tensors.size() != 1) {
          throw new IllegalArgumentException(
              "A .npy file holds one tensor; write .npz or .safetensors. Received: tensors="
                  + tensors.keySet());
        }
        writeNpy(path, tensors.values().iterator().next());
      }
      case NPZ -> Npz.write(path, mapped(tensors, TensorFiles::stored));
      case SAFETENSORS -> Safetensors.write(path, mapped(tensors, TensorFiles::stored), Map.of());
    }
  }

  private enum Kind {
    NPY,
    NPZ,
    SAFETENSORS;

    static Kind of(Path path) {
      String name = path.toString().toLowerCase(Locale.ROOT);
      for (Kind kind : values()) {
        if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "Expected a file name that ends in .npy, .npz or .safetensors. Received: path=" + path);
    }
  }

  private static String baseName(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.substring(0, name.length() - ".npy".length());
  }

  private static <T, R> Map<String, R> mapped(
      Map<String, ? extends T> from, Function<T, R> function) {
    var out = new LinkedHashMap<String, R>();
    from.forEach((name, value) -> out.put(name, function.apply(value)));
    return out;
  }

  private static Array array(StoredArray stored) {
    return Array.of(stored.type(), stored.data());
  }

  private static StoredArray stored(Tensor tensor) {
    Array array = Ops.convertToNumpy(tensor);
    return new StoredArray(array.type(), array.host());
  }
}
