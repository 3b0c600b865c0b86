package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Where an HDF5 dataset keeps its elements.
sealed interface Hdf5Layout {
  /// What is read for elements that were never written may be this large without a byte in the
  /// file.
  long MAX_UNWRITTEN = 64 << 20;

  /// Bytes there are in the file.
  long storedBytes(Bytes file);

  /// In the header itself.
  record Compact(MemorySegment data) implements Hdf5Layout {
    @Override
    public long storedBytes(Bytes file) {
      return data.byteSize();
    }
  }

  /// In one piece.
  record Contiguous(long address, long size) implements Hdf5Layout {
    @Override
    public long storedBytes(Bytes file) {
      return size;
    }
  }

  /// Nowhere: never written, so every element is the fill value.
  record Nothing(List<Byte> fill) implements Hdf5Layout {
    @Override
    public long storedBytes(Bytes file) {
      return 0;
    }

    MemorySegment filled(Bytes file, long bytes) {
      if (bytes > MAX_UNWRITTEN) {
        throw file.refused(
            "Expected elements in the file. Received: none, for %d bytes".formatted(bytes));
      }
      byte[] elements = new byte[(int) bytes];
      Hdf5Layout.fill(elements, fill);
      return MemorySegment.ofArray(elements);
    }
  }

  /// In tiles of equal size, each possibly compressed.
  ///
  /// @param tile sizes of a tile, one per axis
  /// @param index how tiles are found
  /// @param filters in the order they were applied when writing
  /// @param fill the element that stands for what no tile holds
  record Chunked(List<Long> tile, Index index, List<Hdf5Filter> filters, List<Byte> fill)
      implements Hdf5Layout {
    @Override
    public long storedBytes(Bytes file) {
      return Hdf5Chunks.storedBytes(file, this);
    }
  }

  /// How tiles are found.
  sealed interface Index {}

  /// By a tree over their positions.
  record Tree(long address) implements Index {}

  /// There is one.
  record Single(long address, long size, long skippedFilters) implements Index {}

  /// They stand one after the other, never filtered.
  record Sequence(long address) implements Index {}

  /// Fills an array with one element over and over; no element means zeros.
  static void fill(byte[] elements, List<Byte> one) {
    if (!one.isEmpty()) {
      for (int i = 0; i < elements.length; i++) {
        elements[i] = one.get(i % one.size());
      }
    }
  }

  /// Reads the layout of a dataset and refuses those that lead out of the file.
  static Hdf5Layout read(Bytes file, Hdf5Header header, Hdf5Space space, int elementBytes) {
    var in =
        header
            .find(Hdf5Header.LAYOUT)
            .orElseThrow(() -> file.refused("Expected a data layout. Received: none"))
            .data();
    int version = in.u8();
    int kind = in.u8();
    if (version != 3 && version != 4) {
      throw file.refused("Expected a data layout of version 3 or 4. Received: version=" + version);
    }
    List<Byte> fill = fillValue(header, elementBytes);
    return switch (kind) {
      case 0 -> new Compact(in.take(in.u16()));
      case 1 -> contiguous(file, in, space, elementBytes, fill);
      case 2 -> {
        List<Hdf5Filter> filters =
            header
                .find(Hdf5Header.FILTERS)
                .map(m -> Hdf5Filter.read(file, m.data()))
                .orElse(List.of());
        yield version == 3
            ? chunkedByTree(file, in, space, elementBytes, filters, fill)
            : chunkedByIndex(file, in, space, elementBytes, filters, fill);
      }
      case 3 -> throw file.refused("Expected data kept in this file. Received: a virtual dataset");
      default -> throw file.refused("Expected a known data layout. Received: kind=" + kind);
    };
  }

  private static Hdf5Layout contiguous(
      Bytes file, Bytes.Cursor in, Hdf5Space space, int elementBytes, List<Byte> fill) {
    long address = in.i64();
    long size = in.i64();
    if (address == Hdf5Links.UNDEFINED) {
      return new Nothing(fill);
    }
    long claimed =
        space
                .count()
                .filter(n -> n <= Long.MAX_VALUE / elementBytes)
                .orElse(Long.MAX_VALUE / elementBytes)
            * elementBytes;
    if (size < claimed) {
      throw file.refused(
          "Expected %s elements of %d bytes. Received: %s bytes"
              .formatted(space.description(), elementBytes, Long.toUnsignedString(size)));
    }
    file.slice(address, claimed, "the elements");
    return new Contiguous(address, claimed);
  }

  private static Hdf5Layout chunkedByTree(
      Bytes file,
      Bytes.Cursor in,
      Hdf5Space space,
      int elementBytes,
      List<Hdf5Filter> filters,
      List<Byte> fill) {
    int rank = in.u8() - 1;
    long address = in.i64();
    Long[] tile = new Long[Math.max(rank, 0)];
    for (int i = 0; i < rank; i++) {
      tile[i] = in.u32();
    }
    return chunked(
        file, space, elementBytes, in.u32(), List.of(tile), new Tree(address), filters, fill);
  }

  private static Hdf5Layout chunkedByIndex(
      Bytes file,
      Bytes.Cursor in,
      Hdf5Space space,
      int elementBytes,
      List<Hdf5Filter> filters,
      List<Byte> fill) {
    int flags = in.u8();
    int rank = in.u8() - 1;
    int width = in.u8();
    if (rank < 0 || width < 1 || width > 8) {
      throw file.refused("Expected tiles of rank 1 or more. Received: rank=" + rank);
    }
    Long[] tile = new Long[rank];
    for (int i = 0; i < rank; i++) {
      tile[i] = number(in, width);
    }
    long bytes = number(in, width);
    int kind = in.u8();
    Index index =
        switch (kind) {
          case 1 -> {
            boolean filtered = (flags & 2) != 0;
            long size = filtered ? in.i64() : -1;
            long skipped = filtered ? in.u32() : 0;
            yield new Single(in.i64(), size, skipped);
          }
          case 2 -> new Sequence(in.i64());
          default ->
              throw file.refused(
                  "Expected tiles found by a tree, as h5py writes them by default. Received: index kind "
                      + kind);
        };
    return chunked(file, space, elementBytes, bytes, List.of(tile), index, filters, fill);
  }

  private static long number(Bytes.Cursor in, int width) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number |= (long) in.u8() << (8 * i);
    }
    return number;
  }

  private static Hdf5Layout chunked(
      Bytes file,
      Hdf5Space space,
      int elementBytes,
      long statedBytes,
      List<Long> tile,
      Index index,
      List<Hdf5Filter> filters,
      List<Byte> fill) {
    if (tile.size() != space.rank() || statedBytes != elementBytes || tile.isEmpty()) {
      throw file.refused(
          "Expected tiles of rank %d with elements of %d bytes. Received: rank=%d, bytes=%d"
              .formatted(space.rank(), elementBytes, tile.size(), statedBytes));
    }
    return new Chunked(tile, index, filters, fill);
  }

  /// The bytes of the element that unwritten places have; empty for zeros.
  private static List<Byte> fillValue(Hdf5Header header, int elementBytes) {
    return header
        .find(Hdf5Header.FILL_VALUE)
        .map(message -> fillValue(message.data(), elementBytes))
        .orElse(List.of());
  }

  private static List<Byte> fillValue(Bytes.Cursor in, int elementBytes) {
    int version = in.u8();
    boolean defined;
    switch (version) {
      case 1, 2 -> {
        in.skip(2);
        defined = in.u8() != 0;
      }
      case 3 -> defined = (in.u8() & 32) != 0;
      default ->
          throw in.refused("Expected a fill value of version 1 to 3. Received: version=" + version);
    }
    long size = defined ? in.u32() : 0;
    if (size == 0) {
      return List.of();
    }
    if (size != elementBytes) {
      throw in.refused(
          "Expected a fill value of %d bytes. Received: %d".formatted(elementBytes, size));
    }
    var bytes = new ArrayList<Byte>();
    for (int i = 0; i < size; i++) {
      bytes.add((byte) in.u8());
    }
    return List.copyOf(bytes);
  }
}
