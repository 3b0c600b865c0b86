package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// Puts the tiles of a chunked HDF5 dataset together.
final class Hdf5Chunks {
  /// h5py's own choice stays below 1 MiB; a tile beyond this and the dataset itself only wastes
  /// memory.
  private static final long MAX_TILE = 64 << 20;

  /// One tile in the file.
  private record Tile(long address, long size, long skippedFilters, List<Long> position) {}

  private final Bytes file;
  private final Hdf5Layout.Chunked layout;
  private final long[] dims;
  private final int elementBytes;

  private Hdf5Chunks(Bytes file, Hdf5Layout.Chunked layout, long[] dims, int elementBytes) {
    this.file = file;
    this.layout = layout;
    this.dims = dims;
    this.elementBytes = elementBytes;
  }

  /// All elements in row-major order. The caller has compared the sizes with what it expects.
  static MemorySegment read(
      Bytes file, Hdf5Layout.Chunked layout, Hdf5Space space, int elementBytes) {
    return new Hdf5Chunks(
            file, layout, space.dims().stream().mapToLong(Long::longValue).toArray(), elementBytes)
        .read(space);
  }

  /// The bytes of all tiles in the file.
  static long storedBytes(Bytes file, Hdf5Layout.Chunked layout) {
    return switch (layout.index()) {
      case Hdf5Layout.Tree(long address) ->
          tiles(file, address, layout.tile().size()).stream().mapToLong(Tile::size).sum();
      case Hdf5Layout.Single(_, long size, _) -> Math.max(size, 0);
      case Hdf5Layout.Sequence _ -> 0;
    };
  }

  private MemorySegment read(Hdf5Space space) {
    long tileBytes = elementBytes;
    for (long side : layout.tile()) {
      if (side < 1 || side > MAX_TILE || (tileBytes *= side) > Integer.MAX_VALUE) {
        throw file.refused("Expected tiles of less than 2 GiB. Received: tile=" + layout.tile());
      }
    }
    long bytes =
        space.count().filter(n -> n <= Integer.MAX_VALUE).orElse((long) Integer.MAX_VALUE)
            * elementBytes;
    if (bytes > Integer.MAX_VALUE - 8 || tileBytes > Math.max(MAX_TILE, bytes)) {
      throw file.refused(
          "Expected tiled data of less than 2 GiB, in tiles no larger. Received: shape=%s, tile=%s"
              .formatted(space.description(), layout.tile()));
    }
    List<Tile> tiles = bytes == 0 ? List.of() : find(tileBytes);
    checkStored(tiles, bytes);
    byte[] all = new byte[(int) bytes];
    Hdf5Layout.fill(all, layout.fill());
    for (Tile tile : tiles) {
      place(decoded(tile, (int) tileBytes), tile.position, all);
    }
    return MemorySegment.ofArray(all);
  }

  /// Zlib compresses a thousandfold at most, so fewer bytes than that cannot be an array: only the
  /// claim of one.
  private void checkStored(List<Tile> tiles, long bytes) {
    long stored = tiles.stream().mapToLong(Tile::size).sum();
    if (bytes > Hdf5Layout.MAX_UNWRITTEN && bytes / 1100 > stored) {
      throw file.refused(
          "Expected elements in the file. Received: %d bytes for %d".formatted(stored, bytes));
    }
  }

  private List<Tile> find(long tileBytes) {
    return switch (layout.index()) {
      case Hdf5Layout.Tree(long address) -> checked(tiles(file, address, dims.length));
      case Hdf5Layout.Single(long address, long size, long skipped) ->
          address == Hdf5Links.UNDEFINED
              ? List.of()
              : checked(
                  List.of(
                      new Tile(
                          address,
                          size < 0 ? tileBytes : size,
                          skipped,
                          boxed(new long[dims.length]))));
      case Hdf5Layout.Sequence(long address) -> sequence(address, tileBytes);
    };
  }

  private List<Tile> sequence(long address, long tileBytes) {
    var tiles = new ArrayList<Tile>();
    if (address == Hdf5Links.UNDEFINED) {
      return tiles;
    }
    long[] position = new long[dims.length];
    for (long at = address; ; at += tileBytes) {
      file.slice(at, tileBytes, "a tile");
      tiles.add(new Tile(at, tileBytes, ~0L, boxed(position)));
      int axis = dims.length - 1;
      while (axis >= 0 && (position[axis] += layout.tile().get(axis)) >= dims[axis]) {
        position[axis--] = 0;
      }
      if (axis < 0) {
        return tiles;
      }
    }
  }

  /// Every tile stands at a place of its own, inside the array.
  private List<Tile> checked(List<Tile> tiles) {
    var places = new HashSet<List<Long>>();
    for (Tile tile : tiles) {
      var place = new ArrayList<Long>();
      for (int axis = 0; axis < dims.length; axis++) {
        long at = tile.position.get(axis);
        if (at < 0 || at >= dims[axis] || at % layout.tile().get(axis) != 0) {
          throw file.refused(
              "Expected tiles of %s inside the array. Received: one at %s"
                  .formatted(layout.tile(), tile.position));
        }
        place.add(at);
      }
      if (!places.add(place)) {
        throw file.refused("Expected every tile once. Received: the one at " + place + " twice");
      }
      file.slice(tile.address, tile.size, "a tile");
    }
    return tiles;
  }

  private static List<Long> boxed(long[] position) {
    return Arrays.stream(position).boxed().toList();
  }

  private static List<Tile> tiles(Bytes file, long root, int rank) {
    var tiles = new ArrayList<Tile>();
    if (root == Hdf5Links.UNDEFINED) {
      return tiles;
    }
    var nodes = new ArrayDeque<Long>();
    var seen = new HashSet<Long>();
    nodes.add(root);
    while (!nodes.isEmpty()) {
      long at = nodes.remove();
      if (!seen.add(at)) {
        throw file.refused(
            "Expected a tree of tiles. Received: the node at byte %d twice".formatted(at));
      }
      var in = file.cursor(at, 24, "tile node");
      if (!in.matches("TREE") || in.u8() != 1) {
        throw file.refused(
            "Expected a tree of tiles at byte %d. Received: other bytes".formatted(at));
      }
      int level = in.u8();
      int used = in.u16();
      long entry = 8 + 8L * (rank + 1) + 8;
      var entries = file.cursor(at + 24, entry * used, "tile node");
      for (int i = 0; i < used; i++) {
        long size = entries.u32();
        long skipped = entries.u32();
        long[] position = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
          position[axis] = entries.i64();
        }
        entries.skip(8);
        long child = entries.i64();
        if (level == 0) {
          tiles.add(new Tile(child, size, skipped, boxed(position)));
        } else {
          nodes.add(child);
        }
      }
      if (tiles.size() > file.size() / 16) {
        throw file.refused("Expected tiles that the file has room for. Received: more");
      }
    }
    return tiles;
  }

  private byte[] decoded(Tile tile, int tileBytes) {
    byte[] data = file.slice(tile.address, tile.size, "a tile").toArray(ValueLayout.JAVA_BYTE);
    List<Hdf5Filter> filters = layout.filters();
    for (int i = filters.size() - 1; i >= 0; i--) {
      if ((tile.skippedFilters >> i & 1) == 0) {
        // A checksum inside the compression makes the bytes a little more.
        data = filters.get(i).undo(file, data, elementBytes, tileBytes + 4 * i);
      }
    }
    if (data.length != tileBytes) {
      throw file.refused(
          "Expected a tile of %d bytes. Received: %d".formatted(tileBytes, data.length));
    }
    return data;
  }

  /// Copies the part of a tile that lies inside the array, one innermost row after the other.
  private void place(byte[] tile, List<Long> position, byte[] all) {
    int rank = dims.length;
    int[] inside = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      inside[axis] = (int) Math.min(layout.tile().get(axis), dims[axis] - position.get(axis));
    }
    int[] at = new int[rank];
    int row = inside[rank - 1] * elementBytes;
    while (true) {
      long from = 0;
      long to = 0;
      for (int axis = 0; axis < rank; axis++) {
        from = from * layout.tile().get(axis) + at[axis];
        to = to * dims[axis] + position.get(axis) + at[axis];
      }
      System.arraycopy(tile, (int) from * elementBytes, all, (int) to * elementBytes, row);
      int axis = rank - 2;
      while (axis >= 0 && ++at[axis] >= inside[axis]) {
        at[axis--] = 0;
      }
      if (axis < 0) {
        return;
      }
    }
  }
}
