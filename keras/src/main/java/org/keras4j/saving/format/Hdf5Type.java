package org.keras4j.saving.format;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Optional;
import org.keras4j.tensor.DType;

/// What the elements of an HDF5 dataset or attribute are.
sealed interface Hdf5Type {
  /// Deeper than any type that has a dtype.
  int MAX_DEPTH = 8;

  /// Bytes one element takes.
  int bytes();

  /// The dtype whose elements these are, if there is one.
  Optional<DType> dtype();

  /// In few words, for errors and listings.
  String description();

  /// Numbers of a dtype, in one of the two byte orders.
  record Numbers(DType number, ByteOrder order) implements Hdf5Type {
    @Override
    public int bytes() {
      return number.bytes();
    }

    @Override
    public Optional<DType> dtype() {
      return Optional.of(number);
    }

    @Override
    public String description() {
      return number.kerasName();
    }
  }

  /// Text of a fixed number of bytes, padded with zeros or spaces.
  record FixedText(int bytes, boolean spaces) implements Hdf5Type {
    @Override
    public Optional<DType> dtype() {
      return Optional.of(DType.STRING);
    }

    @Override
    public String description() {
      return "text of " + bytes + " bytes";
    }
  }

  /// Text of any length, kept in a global heap.
  record VariableText() implements Hdf5Type {
    @Override
    public int bytes() {
      return 16;
    }

    @Override
    public Optional<DType> dtype() {
      return Optional.of(DType.STRING);
    }

    @Override
    public String description() {
      return "text of any length";
    }
  }

  /// Bytes without a meaning: how h5py stores bfloat16 and the smaller types of `ml_dtypes`.
  record Opaque(int bytes) implements Hdf5Type {
    @Override
    public Optional<DType> dtype() {
      return Optional.empty();
    }

    @Override
    public String description() {
      return "opaque elements of " + bytes + " bytes";
    }
  }

  /// Anything else: known to be there, not readable.
  record Other(int bytes, String description) implements Hdf5Type {
    @Override
    public Optional<DType> dtype() {
      return Optional.empty();
    }
  }

  /// The type a datatype message describes.
  static Hdf5Type read(Bytes.Cursor in) {
    return read(in, 0);
  }

  private static Hdf5Type read(Bytes.Cursor in, int depth) {
    if (depth > MAX_DEPTH) {
      throw in.refused("Expected a type of at most " + MAX_DEPTH + " levels. Received: more");
    }
    int first = in.u8();
    int version = first >> 4;
    int flags = in.u8() | in.u8() << 8 | in.u8() << 16;
    long bytes = in.u32();
    if (version < 1 || version > 4 || bytes < 1 || bytes > 1 << 20) {
      throw in.refused(
          "Expected a type of version 1 to 4 and 1 to 1048576 bytes. Received: version=%d, bytes=%d"
              .formatted(version, bytes));
    }
    int size = (int) bytes;
    return switch (first & 15) {
      case 0 -> integer(in, flags, size);
      case 1 -> real(in, flags, size);
      case 3 -> new FixedText(size, (flags & 15) == 2);
      case 5 -> {
        in.skip(Math.min(flags & 255, in.remaining()));
        yield new Opaque(size);
      }
      case 6 -> compound(in, version, flags & 0xffff, size, depth);
      case 8 -> enumeration(in, version, flags & 0xffff, size, depth);
      case 9 -> variable(in, flags, size, depth);
      case 2 -> new Other(size, "times");
      case 4 -> new Other(size, "bit fields");
      case 7 -> new Other(size, "references");
      case 10 -> new Other(size, "arrays");
      default -> new Other(size, "elements of the unknown class " + (first & 15));
    };
  }

  private static ByteOrder order(boolean bigEndian) {
    return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static Hdf5Type integer(Bytes.Cursor in, int flags, int size) {
    int offset = in.u16();
    int precision = in.u16();
    boolean signed = (flags & 8) != 0;
    if (offset != 0 || precision != 8 * size || Integer.bitCount(size) != 1 || size > 8) {
      return new Other(size, "integers of " + precision + " bits");
    }
    DType dtype =
        switch (size) {
          case 1 -> signed ? DType.INT8 : DType.UINT8;
          case 2 -> signed ? DType.INT16 : DType.UINT16;
          case 4 -> signed ? DType.INT32 : DType.UINT32;
          default -> signed ? DType.INT64 : DType.UINT64;
        };
    return new Numbers(dtype, order((flags & 1) != 0));
  }

  private static Hdf5Type real(Bytes.Cursor in, int flags, int size) {
    int offset = in.u16();
    int precision = in.u16();
    in.skip(1);
    int exponentBits = in.u8();
    in.skip(1);
    int mantissaBits = in.u8();
    in.skip(4);
    boolean plain =
        offset == 0
            && precision == 8 * size
            && (flags & 64) == 0
            && 1 + exponentBits + mantissaBits == precision;
    String layout = plain ? exponentBits + "+" + mantissaBits : "none";
    ByteOrder order = order((flags & 1) != 0);
    return switch (layout) {
      case "11+52" -> new Numbers(DType.FLOAT64, order);
      case "8+23" -> new Numbers(DType.FLOAT32, order);
      case "5+10" -> new Numbers(DType.FLOAT16, order);
      case "8+7" -> new Numbers(DType.BFLOAT16, order);
      case "4+3" -> new Numbers(DType.FLOAT8_E4M3FN, order);
      case "5+2" -> new Numbers(DType.FLOAT8_E5M2, order);
      default -> new Other(size, "floats of " + precision + " bits");
    };
  }

  /// Complex numbers are what h5py makes of them: members `r` and `i`.
  private static Hdf5Type compound(Bytes.Cursor in, int version, int count, int size, int depth) {
    var members = new ArrayList<String>();
    boolean complex = count == 2 && size == 8;
    var order = ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < count; i++) {
      String name = name(in, version);
      long offset = in.unsigned(version < 3 ? 4 : size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : 4);
      if (version == 1) {
        if (in.u8() != 0) {
          complex = false;
        }
        in.skip(27);
      }
      Hdf5Type member = read(in, depth + 1);
      members.add(name + ": " + member.description());
      complex &= offset == 4L * i && name.equals(i == 0 ? "r" : "i");
      if (complex
          && member instanceof Numbers(DType number, ByteOrder own)
          && number == DType.FLOAT32) {
        complex = i == 0 || own == order;
        order = own;
      } else {
        complex = false;
      }
    }
    return complex
        ? new Numbers(DType.COMPLEX64, order)
        : new Other(size, "records (" + String.join(", ", members) + ")");
  }

  /// Booleans are what h5py makes of them: an enumeration FALSE = 0, TRUE = 1 of bytes.
  private static Hdf5Type enumeration(
      Bytes.Cursor in, int version, int count, int size, int depth) {
    Hdf5Type base = read(in, depth + 1);
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add(name(in, version));
    }
    boolean bool = size == 1 && base.bytes() == 1 && count == 2;
    for (int i = 0; i < count; i++) {
      long value = in.take(base.bytes()).get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0);
      bool &= names.get(i).equals(value == 0 ? "FALSE" : "TRUE") && (value == 0 || value == 1);
    }
    return bool && !names.get(0).equals(names.get(1))
        ? new Numbers(DType.BOOL, ByteOrder.LITTLE_ENDIAN)
        : new Other(size, "an enumeration " + names);
  }

  private static Hdf5Type variable(Bytes.Cursor in, int flags, int size, int depth) {
    read(in, depth + 1);
    return (flags & 15) == 1 && size == 16
        ? new VariableText()
        : new Other(size, "lists of any length");
  }

  private static String name(Bytes.Cursor in, int version) {
    long start = in.position();
    String name = in.utf8ToZero();
    if (version < 3) {
      in.skip(-(in.position() - start) & 7);
    }
    return name;
  }
}
