package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// NumPy's `.npy` files: one array each.
///
/// The header, a Python dict, is matched, never evaluated. Arrays of objects (pickles) are refused.
///
/// {@snippet :
/// StoredArray digits = Npy.read(Path.of("digits.npy"));
/// Npy.write(Path.of("copy.npy"), digits);
/// }
///
/// @see <a
///   href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
public final class Npy {
  private static final int MAX_HEADER = 1 << 16;
  private static final int ALIGNMENT = 64;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([<>|=][A-Za-z]\\d{1,4})', 'fortran_order': (True|False), 'shape': \\(([0-9, ]{0,400})\\),? ?\\}\\s*");

  private Npy() {}

  /// The array of a file.
  ///
  /// @throws RefusedFileException if it is no such file, is cut short, or has elements that are no
  ///   dtype
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static StoredArray read(Path path) {
    try (MappedFile mapped = MappedFile.open(path)) {
      return read(mapped.bytes(), path.toString());
    }
  }

  /// The array in memory that holds a file.
  ///
  /// @throws RefusedFileException if it is no such file, is cut short, or has elements that are no
  ///   dtype
  public static StoredArray read(MemorySegment bytes, String where) {
    var file = new Bytes(bytes, where);
    var in = file.cursor(0, file.size(), "file");
    if (file.size() < 10 || !in.matches("\u0093NUMPY")) {
      throw file.refused(
          "Expected a .npy file. Received: %d bytes that do not start as one"
              .formatted(file.size()));
    }
    int major = in.u8();
    in.skip(1);
    if (major < 1 || major > 3) {
      throw file.refused("Expected .npy of version 1 to 3. Received: version=" + major);
    }
    long length = major == 1 ? in.u16() : in.u32();
    if (length > MAX_HEADER) {
      throw file.refused(
          "Expected a header of at most %d bytes. Received: %d".formatted(MAX_HEADER, length));
    }
    String header = in.utf8(length);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw file.refused(
          "Expected a header with descr, fortran_order and shape of plain numbers. Received: "
              + Json.describe(header.strip()));
    }
    Shape shape = shape(file, matcher.group(3));
    var data = new Bytes(in.take(in.remaining()), where);
    StoredArray array = elements(data, matcher.group(1), shape);
    return matcher.group(2).equals("True") ? rowMajor(array) : array;
  }

  /// Writes a file, whole or not at all.
  ///
  /// @throws IllegalArgumentException for text and bfloat16 or float8, which NumPy lacks
  /// @throws java.io.UncheckedIOException if it cannot be written
  public static void write(Path path, StoredArray array) {
    AtomicFile.write(path, out -> writeTo(out, array));
  }

  static void writeTo(FileOutput out, StoredArray array) {
    out.write(header(array.type()));
    out.write(array.data(), array.type().dtype());
  }

  /// The bytes a file has.
  static long size(TensorType type) {
    return header(type).length + type.size() * type.dtype().bytes();
  }

  private static byte[] header(TensorType type) {
    String dict =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(code(type.dtype()), type.shape());
    int unpadded = 10 + dict.length() + 1;
    String padded = dict + " ".repeat(-unpadded & ALIGNMENT - 1) + "\n";
    return new ByteWriter()
        .u8(0x93)
        .ascii("NUMPY")
        .u8(1, 0)
        .u16(padded.length())
        .ascii(padded)
        .toArray();
  }

  private static String code(DType dtype) {
    return switch (dtype) {
      case BOOL -> "|b1";
      case UINT8 -> "|u1";
      case INT8 -> "|i1";
      case UINT16, UINT32, UINT64 -> "<u" + dtype.bytes();
      case INT16, INT32, INT64 -> "<i" + dtype.bytes();
      case FLOAT16, FLOAT32, FLOAT64 -> "<f" + dtype.bytes();
      case COMPLEX64 -> "<c8";
      case BFLOAT16, FLOAT8_E4M3FN, FLOAT8_E5M2, STRING ->
          throw new IllegalArgumentException(
              "Expected a type NumPy has. Received: dtype="
                  + dtype
                  + "; convert it, or write safetensors");
    };
  }

  private static Optional<DType> dtype(String code) {
    return switch (code) {
      case "b1" -> Optional.of(DType.BOOL);
      case "u1" -> Optional.of(DType.UINT8);
      case "u2" -> Optional.of(DType.UINT16);
      case "u4" -> Optional.of(DType.UINT32);
      case "u8" -> Optional.of(DType.UINT64);
      case "i1" -> Optional.of(DType.INT8);
      case "i2" -> Optional.of(DType.INT16);
      case "i4" -> Optional.of(DType.INT32);
      case "i8" -> Optional.of(DType.INT64);
      case "f2" -> Optional.of(DType.FLOAT16);
      case "f4" -> Optional.of(DType.FLOAT32);
      case "f8" -> Optional.of(DType.FLOAT64);
      case "c8" -> Optional.of(DType.COMPLEX64);
      default -> Optional.empty();
    };
  }

  private static Shape shape(Bytes file, String text) {
    int[] dims;
    try {
      dims =
          text.isBlank()
              ? new int[0]
              : Pattern.compile(",")
                  .splitAsStream(text.strip())
                  .map(String::strip)
                  .mapToInt(Integer::parseInt)
                  .toArray();
    } catch (NumberFormatException e) {
      throw new RefusedFileException(
          file.where(), "Expected sizes an array can have. Received: shape=(" + text + ")", e);
    }
    return Shape.of(dims);
  }

  private static StoredArray elements(Bytes data, String descr, Shape shape) {
    var order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    String code = descr.substring(1);
    Optional<DType> dtype = dtype(code);
    Hdf5Type type =
        switch (code.charAt(0)) {
          case 'S' -> new Hdf5Type.FixedText(textBytes(data, code), false);
          case 'U' -> new Hdf5Type.Other(1, "text of four bytes a character");
          default ->
              dtype
                  .map(d -> (Hdf5Type) new Hdf5Type.Numbers(d, order))
                  .orElseThrow(
                      () -> data.refused("Expected numbers or booleans. Received: descr=" + descr));
        };
    var space = new Hdf5Space(shape.toList().stream().map(Integer::longValue).toList());
    if (type instanceof Hdf5Type.Other) {
      int characters = textBytes(data, code);
      return new StoredArray(
          new TensorType(DType.STRING, shape), unicode(data, shape, characters, order));
    }
    return Hdf5Elements.read(data, new Hdf5Heap(data), type, space);
  }

  private static int textBytes(Bytes data, String code) {
    int bytes = Integer.parseInt(code.substring(1));
    if (bytes < 1) {
      throw data.refused("Expected text of one byte or more. Received: descr=" + code);
    }
    return bytes;
  }

  private static HostBuffer unicode(Bytes data, Shape shape, int characters, ByteOrder order) {
    long count =
        shape.toList().stream()
            .mapToLong(Integer::longValue)
            .reduce(1, (a, b) -> a > Integer.MAX_VALUE ? a : a * b);
    if (count > data.size() / (4L * characters)) {
      throw data.refused(
          "Expected %s texts of %d characters. Received: %d bytes"
              .formatted(shape, characters, data.size()));
    }
    var texts = new String[(int) count];
    var charset =
        order == ByteOrder.BIG_ENDIAN ? StandardCharsets.UTF_32BE : StandardCharsets.UTF_32LE;
    for (int i = 0; i < count; i++) {
      MemorySegment text = data.segment().asSlice(4L * characters * i, 4L * characters);
      texts[i] =
          new String(text.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), charset)
              .replaceAll("\0+$", "");
    }
    return new HostBuffer(texts);
  }

  /// The same array from elements in column-major order.
  private static StoredArray rowMajor(StoredArray columns) {
    int[] dims = columns.type().shape().dims();
    int count = (int) columns.type().size();
    Object from = columns.data().array();
    int width = columns.type().dtype() == DType.COMPLEX64 ? 2 : 1;
    Object to = java.lang.reflect.Array.newInstance(from.getClass().componentType(), count * width);
    int[] at = new int[dims.length];
    for (int i = 0; i < count; i++) {
      int source = 0;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        source = source * dims[axis] + at[axis];
      }
      System.arraycopy(from, source * width, to, i * width, width);
      for (int axis = dims.length - 1; axis >= 0 && ++at[axis] == dims[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return new StoredArray(columns.type(), new HostBuffer(to));
  }
}
