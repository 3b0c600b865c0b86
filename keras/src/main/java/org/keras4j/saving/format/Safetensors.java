package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// A `.safetensors` file being read: arrays by name, in one mapped file.
///
/// The header is compared with the bytes there are: every byte after it belongs to exactly one
/// array.
///
/// {@snippet :
/// try (Safetensors file = Safetensors.open(Path.of("model.safetensors"))) {
///   StoredArray embedding = file.read("embed.weight");
/// }
/// }
///
/// @see <a href="https://github.com/huggingface/safetensors#format">The safetensors format</a>
public final class Safetensors implements AutoCloseable {
  private static final JsonLimits LIMITS = new JsonLimits(100_000_000, 10, 10_000_000, 1 << 20, 20);
  private static final int ALIGNMENT = 8;

  private record Place(TensorType type, long start, long end) {}

  private final Bytes data;
  private final Map<String, Place> places;
  private final Map<String, String> metadata;
  private final Runnable close;

  private Safetensors(
      Bytes data, Map<String, Place> places, Map<String, String> metadata, Runnable close) {
    this.data = data;
    this.places = places;
    this.metadata = metadata;
    this.close = close;
  }

  /// Opens a file.
  ///
  /// @throws RefusedFileException with everything wrong in its header
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Safetensors open(Path path) {
    MappedFile mapped = MappedFile.open(path);
    try {
      return of(mapped.bytes(), path.toString(), mapped::close);
    } catch (RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  /// Reads a file from memory.
  ///
  /// @throws RefusedFileException with everything wrong in its header
  public static Safetensors of(MemorySegment bytes, String where) {
    return of(bytes, where, () -> {});
  }

  private static Safetensors of(MemorySegment bytes, String where, Runnable close) {
    var file = new Bytes(bytes, where);
    long length = file.cursor(0, 8, "safetensors header").i64();
    if (length < 2 || length > LIMITS.maxBytes()) {
      throw file.refused(
          "Expected a safetensors header of 2 to %d bytes. Received: %s"
              .formatted(LIMITS.maxBytes(), Long.toUnsignedString(length)));
    }
    byte[] json = file.slice(8, length, "safetensors header").toArray(ValueLayout.JAVA_BYTE);
    Map<String, @Nullable Object> header = Json.asObject(Json.parse(json, where, LIMITS), where);
    var data = new Bytes(bytes.asSlice(8 + length), where);
    var problems = new ArrayList<String>();
    var places = new LinkedHashMap<String, Place>();
    var metadata = new LinkedHashMap<String, String>();
    header.forEach(
        (name, value) -> {
          try {
            if (name.equals("__metadata__")) {
              Json.asObject(value, where).forEach((k, v) -> metadata.put(k, String.valueOf(v)));
            } else {
              places.put(name, place(file, Json.asObject(value, where), name));
            }
          } catch (RefusedFileException e) {
            problems.addAll(e.problems());
          }
        });
    if (problems.isEmpty()) {
      checkCover(places, data.size(), problems);
    }
    if (!problems.isEmpty()) {
      throw new RefusedFileException(where, problems);
    }
    return new Safetensors(data, places, metadata, close);
  }

  /// The names of the arrays, in the order of the header.
  public Set<String> names() {
    return java.util.Collections.unmodifiableSet(places.keySet());
  }

  /// Texts attached to the file.
  public Map<String, String> metadata() {
    return java.util.Collections.unmodifiableMap(metadata);
  }

  /// The type of an array, if there is one of this name.
  public Optional<TensorType> type(String name) {
    return Optional.ofNullable(places.get(name)).map(Place::type);
  }

  /// An array.
  ///
  /// @throws RefusedFileException if there is none of this name
  public StoredArray read(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw data.refused(
          "Expected an array %s. Received: %s"
              .formatted(name, places.keySet().stream().limit(20).toList()));
    }
    MemorySegment raw = data.slice(place.start, place.end - place.start, name);
    return new StoredArray(place.type, HostBuffer.copyOf(place.type, raw, ByteOrder.LITTLE_ENDIAN));
  }

  /// All arrays, in the order of the header.
  public Map<String, StoredArray> readAll() {
    var arrays = new LinkedHashMap<String, StoredArray>();
    names().forEach(name -> arrays.put(name, read(name)));
    return arrays;
  }

  /// Writes arrays, whole or not at all, in their order.
  ///
  /// @throws IllegalArgumentException for text
  /// @throws java.io.UncheckedIOException if the file cannot be written
  public static void write(
      Path path, Map<String, StoredArray> arrays, Map<String, String> metadata) {
    var header = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) {
      header.put("__metadata__", metadata);
    }
    long at = 0;
    for (Map.Entry<String, StoredArray> entry : arrays.entrySet()) {
      TensorType type = entry.getValue().type();
      long end = at + type.size() * type.dtype().bytes();
      header.put(
          entry.getKey(),
          Map.of(
              "dtype",
              code(type.dtype()),
              "shape",
              type.shape().toList(),
              "data_offsets",
              List.of(at, end)));
      at = end;
    }
    byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
    int padding = -json.length & ALIGNMENT - 1;
    AtomicFile.write(
        path,
        out -> {
          out.write(
              new ByteWriter()
                  .i64(json.length + padding)
                  .bytes(json)
                  .ascii(" ".repeat(padding))
                  .toArray());
          arrays.values().forEach(array -> out.write(array.data(), array.type().dtype()));
        });
  }

  /// Releases the mapping. Arrays that were read stay valid.
  @Override
  public void close() {
    close.run();
  }

  private static Place place(Bytes file, Map<String, @Nullable Object> entry, String name) {
    if (!(entry.get("dtype") instanceof String code)
        || !(entry.get("shape") instanceof List<?> dims)
        || !(entry.get("data_offsets") instanceof List<?> offsets)
        || offsets.size() != 2
        || !(offsets.get(0) instanceof Long start)
        || !(offsets.get(1) instanceof Long end)
        || entry.size() != 3) {
      throw file.refused(
          "Expected dtype, shape and data_offsets for %s. Received: %s"
              .formatted(Json.write(name), entry.keySet()));
    }
    DType dtype =
        dtype(code)
            .orElseThrow(
                () ->
                    file.refused(
                        "Expected a known dtype for %s. Received: %s"
                            .formatted(Json.write(name), Json.describe(code))));
    long bytes = dtype.bytes();
    int[] sizes = new int[dims.size()];
    for (int i = 0; i < sizes.length; i++) {
      if (!(dims.get(i) instanceof Long size)
          || size < 0
          || size > Integer.MAX_VALUE
          || bytes > Long.MAX_VALUE / Math.max(size, 1)) {
        throw file.refused(
            "Expected sizes an array can have for %s. Received: shape=%s"
                .formatted(Json.write(name), dims));
      }
      sizes[i] = (int) (long) size;
      bytes *= size;
    }
    if (start < 0 || end - start != bytes || bytes / dtype.bytes() > Integer.MAX_VALUE - 8) {
      throw file.refused(
          "Expected %d bytes for %s. Received: data_offsets=%s"
              .formatted(bytes, Json.write(name), offsets));
    }
    return new Place(new TensorType(dtype, Shape.of(sizes)), start, end);
  }

  private static void checkCover(Map<String, Place> places, long size, List<String> problems) {
    long at = 0;
    var inOrder =
        places.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Place> e) -> e.getValue().start)
                    .thenComparingLong(e -> e.getValue().end))
            .toList();
    for (Map.Entry<String, Place> entry : inOrder) {
      if (entry.getValue().start != at) {
        problems.add(
            "Expected %s right behind the array before it, at byte %d. Received: byte %d"
                .formatted(Json.write(entry.getKey()), at, entry.getValue().start));
        return;
      }
      at = entry.getValue().end;
    }
    if (at != size) {
      problems.add("Expected %d bytes of elements. Received: %d".formatted(at, size));
    }
  }

  private static String code(DType dtype) {
    return switch (dtype) {
      case BOOL -> "BOOL";
      case UINT8, UINT16, UINT32, UINT64 -> "U" + 8 * dtype.bytes();
      case INT8, INT16, INT32, INT64 -> "I" + 8 * dtype.bytes();
      case FLOAT16, FLOAT32, FLOAT64 -> "F" + 8 * dtype.bytes();
      case BFLOAT16 -> "BF16";
      case FLOAT8_E4M3FN -> "F8_E4M3";
      case FLOAT8_E5M2 -> "F8_E5M2";
      case COMPLEX64 -> "C64";
      case STRING ->
          throw new IllegalArgumentException(
              "Expected numbers or booleans. Received: dtype=string");
    };
  }

  private static Optional<DType> dtype(String code) {
    for (DType dtype : DType.values()) {
      if (dtype != DType.STRING && code(dtype).equals(code)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }
}
