package org.keras4j.saving.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// The descriptions inside HDF5 object headers, as bytes.
final class Hdf5Encoding {
  /// Bytes of a reference to text of any length.
  static final int REFERENCE = 16;

  private Hdf5Encoding() {}

  /// Whether HDF5 has no such numbers, so that they are stored as bytes without a meaning.
  static boolean isOpaque(DType dtype) {
    return switch (dtype) {
      case BFLOAT16, FLOAT8_E4M3FN, FLOAT8_E5M2 -> true;
      case BOOL,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          INT32,
          INT64,
          FLOAT16,
          FLOAT32,
          FLOAT64,
          COMPLEX64,
          STRING ->
          false;
    };
  }

  /// One message of a header of version 2.
  static void message(ByteWriter out, int type, boolean constant, byte[] data) {
    if (data.length > 0xffff) {
      throw new IllegalArgumentException(
          "Expected a description of less than 64 KiB. Received: " + data.length + " bytes");
    }
    out.u8(type).u16(data.length).u8(constant ? 1 : 0).bytes(data);
  }

  static byte[] space(Shape shape) {
    var out = new ByteWriter().u8(2, shape.rank(), 0, shape.rank() == 0 ? 0 : 1);
    for (int dim : shape.dims()) {
      out.i64(dim);
    }
    return out.toArray();
  }

  static byte[] type(DType dtype, boolean ascii) {
    return switch (dtype) {
      case BOOL -> bool();
      case UINT8, UINT16, UINT32, UINT64 -> integer(dtype.bytes(), false);
      case INT8, INT16, INT32, INT64 -> integer(dtype.bytes(), true);
      case FLOAT16 -> real(2, 5, 10, 15);
      case FLOAT32 -> real(4, 8, 23, 127);
      case FLOAT64 -> real(8, 11, 52, 1023);
      case BFLOAT16, FLOAT8_E4M3FN, FLOAT8_E5M2 ->
          new ByteWriter().u8(0x15, 0, 0, 0).u32(dtype.bytes()).toArray();
      case COMPLEX64 -> complex();
      case STRING ->
          new ByteWriter()
              .u8(0x19, 1, ascii ? 0 : 1, 0)
              .u32(REFERENCE)
              .bytes(integer(1, false))
              .toArray();
    };
  }

  private static byte[] integer(int bytes, boolean signed) {
    return new ByteWriter()
        .u8(0x10, signed ? 8 : 0, 0, 0)
        .u32(bytes)
        .u16(0)
        .u16(8 * bytes)
        .toArray();
  }

  private static byte[] real(int bytes, int exponent, int mantissa, int bias) {
    return new ByteWriter()
        .u8(0x11, 0x20, 8 * bytes - 1, 0)
        .u32(bytes)
        .u16(0)
        .u16(8 * bytes)
        .u8(mantissa, exponent, 0, mantissa)
        .u32(bias)
        .toArray();
  }

  /// What h5py makes of `numpy.bool`.
  private static byte[] bool() {
    return new ByteWriter()
        .u8(0x18, 2, 0, 0)
        .u32(1)
        .bytes(integer(1, true))
        .ascii("FALSE\0\0\0TRUE\0\0\0\0")
        .u8(0, 1)
        .toArray();
  }

  /// What h5py makes of `numpy.complex64`.
  private static byte[] complex() {
    var out = new ByteWriter().u8(0x16, 2, 0, 0).u32(8);
    for (int i = 0; i < 2; i++) {
      out.ascii(i == 0 ? "r\0\0\0\0\0\0\0" : "i\0\0\0\0\0\0\0")
          .u32(4L * i)
          .zeros(28)
          .bytes(real(4, 8, 23, 127));
    }
    return out.toArray();
  }

  static byte[] attribute(String name, TensorType type, boolean ascii, byte[] data) {
    byte[] encoded = (name + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] elements = type(type.dtype(), ascii);
    byte[] sizes = space(type.shape());
    return new ByteWriter()
        .u8(3, 0)
        .u16(encoded.length)
        .u16(elements.length)
        .u16(sizes.length)
        .u8(1)
        .bytes(encoded)
        .bytes(elements)
        .bytes(sizes)
        .bytes(data)
        .toArray();
  }

  static byte[] link(String name, long address) {
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    int width = encoded.length < 1 << 8 ? 1 : 2;
    return new ByteWriter()
        .u8(1, 16 | width - 1, 1)
        .unsigned(encoded.length, width)
        .bytes(encoded)
        .i64(address)
        .toArray();
  }

  /// Links kept in the group itself.
  static byte[] linkInfo() {
    return new ByteWriter().u8(0, 0).i64(Hdf5Links.UNDEFINED).i64(Hdf5Links.UNDEFINED).toArray();
  }

  static byte[] contiguous(long address, long bytes) {
    return new ByteWriter()
        .u8(3, 1)
        .i64(bytes == 0 ? Hdf5Links.UNDEFINED : address)
        .i64(bytes)
        .toArray();
  }

  /// A header of version 2 around its messages.
  static byte[] header(byte[] messages) {
    return withChecksum(
        new ByteWriter().ascii("OHDR").u8(2, 2).u32(messages.length).bytes(messages));
  }

  /// Bytes of a header around so many bytes of messages.
  static int headerSize(int messages) {
    return 4 + 2 + 4 + messages + 4;
  }

  static byte[] superblock(long end, long root) {
    return withChecksum(
        new ByteWriter()
            .u8(0x89)
            .ascii("HDF\r\n\032\n")
            .u8(2, 8, 8, 0)
            .i64(0)
            .i64(Hdf5Links.UNDEFINED)
            .i64(end)
            .i64(root));
  }

  private static byte[] withChecksum(ByteWriter out) {
    byte[] bytes = out.toArray();
    int checksum = JenkinsHash.of(java.lang.foreign.MemorySegment.ofArray(bytes));
    byte[] all = Arrays.copyOf(bytes, bytes.length + 4);
    for (int i = 0; i < 4; i++) {
      all[bytes.length + i] = (byte) (checksum >> (8 * i));
    }
    return all;
  }
}
