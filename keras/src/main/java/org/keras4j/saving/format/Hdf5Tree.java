package org.keras4j.saving.format;

import java.util.HashMap;
import java.util.Map;
import org.keras4j.saving.RefusedFileException;

/// What the nodes of one HDF5 file share.
final class Hdf5Tree {
  /// Deeper than any model, far from the end of the stack.
  private static final int MAX_DEPTH = 100;

  static final int MAX_PROBLEMS = 20;

  private final Bytes file;
  private final Hdf5Heap heap;
  private final Map<Long, String> paths = new HashMap<>();

  Hdf5Tree(Bytes file) {
    this.file = file;
    this.heap = new Hdf5Heap(file);
  }

  Bytes file() {
    return file;
  }

  Hdf5Heap heap() {
    return heap;
  }

  /// The node at an address. A node has one path: links back into the tree are how a small file
  /// becomes an endless one.
  Hdf5Object open(long address, String path) {
    String known = paths.putIfAbsent(address, path);
    if (known != null && !known.equals(path)) {
      throw new RefusedFileException(
          file.where() + ":" + path, "Expected every object once. Received: a link to " + known);
    }
    if (path.chars().filter(c -> c == '/').count() > MAX_DEPTH) {
      throw new RefusedFileException(
          file.where() + ":" + path,
          "Expected at most " + MAX_DEPTH + " groups inside each other. Received: more");
    }
    Hdf5Header header = Hdf5Header.read(file, address);
    boolean group = header.has(Hdf5Header.SYMBOL_TABLE) || header.has(Hdf5Header.LINK_INFO);
    return group || !header.has(Hdf5Header.LAYOUT)
        ? opened(header, path, group)
        : new Hdf5Dataset(this, header, path);
  }

  private Hdf5Group opened(Hdf5Header header, String path, boolean group) {
    if (!group) {
      throw new RefusedFileException(
          file.where() + ":" + path, "Expected a group or a dataset. Received: another object");
    }
    return new Hdf5Group(this, header, path);
  }
}
