package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// The global heaps of an HDF5 file, where text of any length is kept.
final class Hdf5Heap {
  private static final int HEADER = 16;

  private final Bytes file;
  private final Map<Long, Map<Integer, MemorySegment>> collections = new HashMap<>();
  private long total;

  Hdf5Heap(Bytes file) {
    this.file = file;
  }

  /// The texts that references (length, address, index) lead to.
  String[] texts(Bytes.Cursor references, int count) {
    var texts = new String[count];
    long decoded = 0;
    for (int i = 0; i < count; i++) {
      long length = references.u32();
      long address = references.i64();
      int index = (int) references.u32();
      // Several references to one text would blow up a small file.
      decoded += length;
      if (decoded > file.size()) {
        throw file.refused("Expected no more text than the file has bytes. Received: " + decoded);
      }
      boolean empty = length == 0 || address == 0 || address == Hdf5Links.UNDEFINED;
      texts[i] = empty ? "" : text(length, address, index);
    }
    return texts;
  }

  private String text(long length, long address, int index) {
    MemorySegment object = collection(address).get(index);
    if (object == null || length > object.byteSize()) {
      throw file.refused(
          "Expected %d bytes of text as object %d of the heap at byte %d. Received: %s"
              .formatted(
                  length, index, address, object == null ? "no such object" : object.byteSize()));
    }
    String text = file.decode(object.asSlice(0, length), "text");
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  private Map<Integer, MemorySegment> collection(long address) {
    Map<Integer, MemorySegment> known = collections.get(address);
    if (known == null) {
      known = readCollection(address);
      collections.put(address, known);
    }
    return known;
  }

  private Map<Integer, MemorySegment> readCollection(long address) {
    var header = file.cursor(address, HEADER, "global heap");
    if (!header.matches("GCOL") || header.u8() != 1) {
      throw file.refused(
          "Expected a global heap at byte %d. Received: other bytes".formatted(address));
    }
    header.skip(3);
    long size = header.i64();
    if (size < HEADER) {
      throw file.refused(
          "Expected a global heap of at least %d bytes. Received: %d".formatted(HEADER, size));
    }
    total += size;
    if (total > file.size()) {
      throw file.refused("Expected global heaps apart. Received: heaps that overlap");
    }
    var in = file.cursor(address + HEADER, size - HEADER, "global heap");
    var objects = new HashMap<Integer, MemorySegment>();
    while (in.remaining() >= HEADER) {
      int index = in.u16();
      in.skip(6);
      long length = in.i64();
      if (index == 0) {
        break;
      }
      objects.put(index, in.take(length));
      in.align();
    }
    return objects;
  }
}
