package org.keras4j.tck.parity;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.saving.format.Safetensors;
import org.keras4j.saving.format.StoredArray;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// A file of recorded cases, `NAME.jsonl`, with the tensors they name in `NAME.safetensors`.
///
/// {@snippet :
/// CaseFile file = CaseFile.read(CaseStore.builtIn(), "ops/ops_reduce");
/// for (Case c : file.cases()) {
///   Array wanted = c.tensor("out");
/// }
/// }
public final class CaseFile {
  private final CaseStore store;
  private final String name;
  private final Optional<Safetensors> tensors;
  private final List<Case> cases = new ArrayList<>();

  private CaseFile(CaseStore store, String name, Optional<Safetensors> tensors) {
    this.store = store;
    this.name = name;
    this.tensors = tensors;
  }

  /// Reads a file of cases.
  ///
  /// @param store where it is
  /// @param name its name without `.jsonl`, such as `ops/ops_core`
  /// @return the file
  /// @throws IllegalArgumentException if there is no such file, or it is not of the format
  public static CaseFile read(CaseStore store, String name) {
    String tensorFile = name + ".safetensors";
    Optional<Safetensors> tensors =
        store.has(tensorFile) ? Optional.of(tensors(store, tensorFile)) : Optional.empty();
    var file = new CaseFile(store, name, tensors);
    new String(store.read(name + ".jsonl"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> file.cases.add(new Case(file, (Map<?, ?>) Json.parse(line))));
    return file;
  }

  /// The cases, in the order of the file.
  ///
  /// @return the cases
  public List<Case> cases() {
    return List.copyOf(cases);
  }

  /// The name, such as `ops/ops_core`.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// Where the file is.
  ///
  /// @return the store
  public CaseStore store() {
    return store;
  }

  private static Safetensors tensors(CaseStore store, String tensorFile) {
    return Safetensors.of(MemorySegment.ofArray(store.read(tensorFile)), tensorFile);
  }

  Array tensor(String key) {
    return array(
        tensors
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The file " + name + " has no tensors beside it, but names " + key + "."))
            .read(key));
  }

  private static Array array(StoredArray stored) {
    return Array.of(stored.type(), stored.data());
  }

  Array complex(String realKey, String imaginaryKey) {
    Elements real = tensor(realKey).elements();
    Elements imaginary = tensor(imaginaryKey).elements();
    Elements out = Elements.zeros(real.type().withDType(DType.COMPLEX64));
    for (int i = 0; i < out.size(); i++) {
      out.setComplex(i, real.getDouble(i), imaginary.getDouble(i));
    }
    return out.toArray();
  }

  /// The rows from `start` to `stop` of a column of a data set that lies in `fit/data`.
  Array rows(String set, String column, int start, int stop) {
    String directory = name.substring(0, name.lastIndexOf('/') + 1);
    Array whole = array(tensors(store, directory + "data/" + set + ".safetensors").read(column));
    Shape shape = whole.shape();
    int last = Math.min(stop, shape.dim(0));
    int rowSize = Math.toIntExact(shape.slice(1, shape.rank()).size());
    Elements in = whole.elements();
    Elements out = Elements.zeros(new TensorType(whole.dtype(), shape.with(0, last - start)));
    for (int i = 0; i < out.size(); i++) {
      if (whole.dtype().isFloat()) {
        out.setDouble(i, in.getDouble(start * rowSize + i));
      } else {
        out.setLong(i, in.getLong(start * rowSize + i));
      }
    }
    return out.toArray();
  }
}
