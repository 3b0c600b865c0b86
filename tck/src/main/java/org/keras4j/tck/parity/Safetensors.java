package org.keras4j.tck.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// The tensors of a safetensors file: eight bytes of header length, a JSON header, then the
/// elements, little-endian.
final class Safetensors {
  private record Entry(TensorType type, int start, int end) {}

  private final ByteBuffer data;
  private final Map<String, Entry> entries = new HashMap<>();

  private Safetensors(ByteBuffer data) {
    this.data = data;
  }

  static Safetensors read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    var header = (Map<?, ?>) Json.parse(new String(file, 8, length, StandardCharsets.UTF_8));
    var tensors = new Safetensors(bytes.slice(8 + length, file.length - 8 - length));
    header.forEach(
        (name, description) -> {
          if (!name.equals("__metadata__")) {
            tensors.entries.put((String) name, entry((Map<?, ?>) description));
          }
        });
    return tensors;
  }

  private static Entry entry(Map<?, ?> description) {
    List<?> shape = (List<?>) field(description, "shape");
    List<?> offsets = (List<?>) field(description, "data_offsets");
    int[] dims = shape.stream().mapToInt(Safetensors::integer).toArray();
    return new Entry(
        new TensorType(dtype((String) field(description, "dtype")), Shape.of(dims)),
        integer(offsets.getFirst()),
        integer(offsets.getLast()));
  }

  private static Object field(Map<?, ?> description, String name) {
    return Objects.requireNonNull(description.get(name), () -> "The header lacks " + name);
  }

  private static int integer(Object number) {
    return Math.toIntExact((Long) number);
  }

  private static DType dtype(String name) {
    return switch (name) {
      case "BOOL" -> DType.BOOL;
      case "U8" -> DType.UINT8;
      case "U16" -> DType.UINT16;
      case "U32" -> DType.UINT32;
      case "U64" -> DType.UINT64;
      case "I8" -> DType.INT8;
      case "I16" -> DType.INT16;
      case "I32" -> DType.INT32;
      case "I64" -> DType.INT64;
      case "F8_E4M3" -> DType.FLOAT8_E4M3FN;
      case "F8_E5M2" -> DType.FLOAT8_E5M2;
      case "F16" -> DType.FLOAT16;
      case "BF16" -> DType.BFLOAT16;
      case "F32" -> DType.FLOAT32;
      case "F64" -> DType.FLOAT64;
      default ->
          throw new IllegalArgumentException(
              "Expected a dtype of safetensors. Received: dtype=" + name);
    };
  }

  Set<String> names() {
    return Set.copyOf(entries.keySet());
  }

  Array get(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "Expected the name of a tensor of this file. Received: name=" + name);
    }
    ByteBuffer bytes =
        data.slice(entry.start(), entry.end() - entry.start()).order(ByteOrder.LITTLE_ENDIAN);
    return Array.of(entry.type(), elements(entry.type(), bytes));
  }

  private static HostBuffer elements(TensorType type, ByteBuffer bytes) {
    HostBuffer out = HostBuffer.zeros(type);
    switch (type.dtype()) {
      case BOOL, UINT8, INT8, FLOAT8_E4M3FN, FLOAT8_E5M2 -> bytes.get(out.bytes());
      case UINT16, INT16, FLOAT16, BFLOAT16 -> bytes.asShortBuffer().get(out.shorts());
      case UINT32, INT32 -> bytes.asIntBuffer().get(out.ints());
      case UINT64, INT64 -> bytes.asLongBuffer().get(out.longs());
      case FLOAT32, COMPLEX64 -> bytes.asFloatBuffer().get(out.floats());
      case FLOAT64 -> bytes.asDoubleBuffer().get(out.doubles());
      case STRING -> throw new IllegalArgumentException("A safetensors file holds no strings.");
    }
    return out;
  }
}
