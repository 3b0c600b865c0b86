package org.keras4j.saving.format;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.keras4j.saving.RefusedFileException;

/// The children of an HDF5 group: name to address of the child's header. Links that lead elsewhere
/// refuse the file.
final class Hdf5Links {
  /// HDF5's mark for an address that leads nowhere.
  static final long UNDEFINED = -1;

  private final Bytes file;
  private final String path;
  private final Map<String, Long> links = new TreeMap<>(Hdf5Links::compareUtf8);

  private Hdf5Links(Bytes file, String path) {
    this.file = file;
    this.path = path;
  }

  /// The links a group's header holds, sorted by name as h5py lists them.
  static Map<String, Long> read(Bytes file, Hdf5Header header, String path) {
    var reader = new Hdf5Links(file, path);
    header.find(Hdf5Header.SYMBOL_TABLE).ifPresent(m -> reader.symbolTable(m.data()));
    header.find(Hdf5Header.LINK_INFO).ifPresent(m -> reader.linkInfo(m.data()));
    for (Hdf5Header.Message message : header.messages()) {
      if (message.type() == Hdf5Header.LINK) {
        reader.link(message.data());
      }
    }
    return reader.links;
  }

  private void symbolTable(Bytes.Cursor in) {
    long tree = in.i64();
    long heap = in.i64();
    var heapHeader = file.cursor(heap, 32, "local heap");
    if (!heapHeader.matches("HEAP")) {
      throw refused("Expected a local heap at byte %d. Received: other bytes".formatted(heap));
    }
    heapHeader.skip(4);
    long size = heapHeader.i64();
    heapHeader.skip(8);
    var names = new Bytes(file.slice(heapHeader.i64(), size, "local heap"), file.where());
    var nodes = new ArrayDeque<Long>();
    var seen = new HashSet<Long>();
    nodes.add(tree);
    while (!nodes.isEmpty()) {
      long at = nodes.remove();
      if (!seen.add(at)) {
        throw refused(
            "Expected a tree of names. Received: the node at byte %d twice".formatted(at));
      }
      var signature = file.cursor(at, 4, "group node");
      if (signature.matches("TREE")) {
        branch(at, nodes);
      } else {
        leaf(at, names);
      }
    }
  }

  private void branch(long at, ArrayDeque<Long> nodes) {
    var in = file.cursor(at, 24, "group node");
    in.skip(4);
    int kind = in.u8();
    in.skip(1);
    int used = in.u16();
    if (kind != 0) {
      throw refused(
          "Expected a node of a group's tree at byte %d. Received: kind=%d".formatted(at, kind));
    }
    var children = file.cursor(at + 24, 16L * used + 8, "group node");
    for (int i = 0; i < used; i++) {
      children.skip(8);
      nodes.add(children.i64());
    }
  }

  private void leaf(long at, Bytes names) {
    var in = file.cursor(at, 8, "symbol table node");
    if (!in.matches("SNOD") || in.u8() != 1) {
      throw refused("Expected names of a group at byte %d. Received: other bytes".formatted(at));
    }
    in.skip(1);
    int count = in.u16();
    var entries = file.cursor(at + 8, 40L * count, "symbol table node");
    for (int i = 0; i < count; i++) {
      long nameAt = entries.i64();
      long address = entries.i64();
      long kind = entries.u32();
      entries.skip(20);
      String name = names.cursor(nameAt, names.size() - nameAt, "name").utf8ToZero();
      if (kind == 2) {
        throw elsewhere(name, "a soft link");
      }
      add(name, address);
    }
  }

  private void linkInfo(Bytes.Cursor in) {
    in.skip(1);
    int flags = in.u8();
    in.skip((flags & 1) != 0 ? 8 : 0);
    if (in.i64() != UNDEFINED) {
      throw refused(
          "Expected links in the group itself, as h5py writes them by default. Received: dense link storage");
    }
  }

  private void link(Bytes.Cursor in) {
    if (in.u8() != 1) {
      throw refused("Expected links of version 1. Received: another version");
    }
    int flags = in.u8();
    int kind = (flags & 8) != 0 ? in.u8() : 0;
    in.skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
    String name = in.utf8(in.unsigned(1 << (flags & 3)));
    switch (kind) {
      case 0 -> add(name, in.i64());
      case 1 -> throw elsewhere(name, "a soft link");
      case 64 -> throw elsewhere(name, "an external link");
      default -> throw elsewhere(name, "a link of the user-defined kind " + kind);
    }
  }

  private void add(String name, long address) {
    if (name.isEmpty() || name.equals(".") || name.contains("/") || name.indexOf(0) >= 0) {
      throw refused("Expected names without '/'. Received: name=" + Json.write(name));
    }
    if (links.put(name, address) != null) {
      throw refused("Expected every name once. Received: name=" + Json.write(name) + " twice");
    }
  }

  private RefusedFileException elsewhere(String name, String kind) {
    return refused(
        "Expected groups and datasets kept in this file under one name. Received: name=%s, %s"
            .formatted(Json.write(name), kind));
  }

  private RefusedFileException refused(String problem) {
    return new RefusedFileException(file.where() + ":" + path, problem);
  }

  /// The order of the bytes in UTF-8, which is the order of code points.
  static int compareUtf8(String a, String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    return java.util.Arrays.compare(x, y);
  }
}
