package org.keras4j.saving.format;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One step by which HDF5 changed the bytes of a tile when writing.
enum Hdf5Filter {
  /// zlib.
  DEFLATE,
  /// First bytes of all elements, then second bytes, and so on.
  SHUFFLE,
  /// A checksum behind the bytes.
  FLETCHER32;

  private static final int MAX_FILTERS = 8;

  static List<Hdf5Filter> read(Bytes file, Bytes.Cursor in) {
    int version = in.u8();
    int count = in.u8();
    if (version < 1 || version > 2 || count > MAX_FILTERS) {
      throw file.refused(
          "Expected at most %d filters. Received: version=%d, filters=%d"
              .formatted(MAX_FILTERS, version, count));
    }
    in.skip(version == 1 ? 6 : 0);
    var filters = new ArrayList<Hdf5Filter>();
    for (int i = 0; i < count; i++) {
      int id = in.u16();
      int nameSize = version == 1 || id >= 256 ? in.u16() : 0;
      in.skip(2);
      int values = in.u16();
      in.skip(version == 1 ? nameSize + 7 & ~7 : nameSize);
      in.skip(4L * values + (version == 1 && values % 2 == 1 ? 4 : 0));
      filters.add(
          switch (id) {
            case 1 -> DEFLATE;
            case 2 -> SHUFFLE;
            case 3 -> FLETCHER32;
            default ->
                throw file.refused(
                    "Expected gzip, shuffle or fletcher32 as filters. Received: filter " + id);
          });
    }
    return List.copyOf(filters);
  }

  /// Undoes this filter.
  ///
  /// @param limit the most bytes the result may have
  byte[] undo(Bytes file, byte[] data, int elementBytes, int limit) {
    return switch (this) {
      case DEFLATE -> inflate(file, data, limit);
      case SHUFFLE -> unshuffle(data, elementBytes);
      case FLETCHER32 -> checked(file, data);
    };
  }

  private static byte[] inflate(Bytes file, byte[] data, int limit) {
    byte[] out = new byte[limit];
    try (var inflater = new Inflater()) {
      inflater.setInput(data);
      int length = inflater.inflate(out);
      if (!inflater.finished()) {
        throw file.refused(
            "Expected a tile of %d bytes at most. Received: more, or a part".formatted(limit));
      }
      return length == limit ? out : java.util.Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw new org.keras4j.saving.RefusedFileException(
          file.where(), "Expected a tile compressed by zlib. Received: " + e.getMessage(), e);
    }
  }

  private static byte[] unshuffle(byte[] data, int elementBytes) {
    int count = data.length / elementBytes;
    byte[] out = data.clone();
    for (int b = 0; b < elementBytes; b++) {
      for (int i = 0; i < count; i++) {
        out[i * elementBytes + b] = data[b * count + i];
      }
    }
    return out;
  }

  private static byte[] checked(Bytes file, byte[] data) {
    if (data.length < 4) {
      throw file.refused(
          "Expected a checksum behind a tile. Received: %d bytes".formatted(data.length));
    }
    byte[] body = java.util.Arrays.copyOf(data, data.length - 4);
    int stored =
        java.nio.ByteBuffer.wrap(data)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .getInt(data.length - 4);
    if (fletcher32(body) != stored) {
      throw file.refused("Expected a tile with the checksum it states. Received: changed bytes");
    }
    return body;
  }

  private static int fletcher32(byte[] data) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < data.length; i += 2) {
      int second = i + 1 < data.length ? Byte.toUnsignedInt(data[i + 1]) : 0;
      low = (low + (Byte.toUnsignedInt(data[i]) << 8 | second)) % 65535;
      high = (high + low) % 65535;
    }
    return (int) (high << 16 | low);
  }
}
