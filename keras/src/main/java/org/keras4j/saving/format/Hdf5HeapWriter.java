package org.keras4j.saving.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Collects texts of any length into global heaps.
final class Hdf5HeapWriter {
  private static final int HEADER = 16;
  private static final int MIN_SIZE = 4096;
  private static final int MAX_OBJECTS = 60_000;
  private static final int FULL = 16 << 20;

  private record Collection(long address, ByteWriter contents) {}

  private final List<Collection> finished = new ArrayList<>();
  private ByteWriter objects = new ByteWriter();
  private int count;
  private long address;

  Hdf5HeapWriter(long address) {
    this.address = address;
  }

  /// Keeps a text and writes the reference to it.
  void add(String text, ByteWriter reference) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "Expected text without zero characters, which end a text in HDF5. Received: "
              + Json.describe(text));
    }
    if (utf8.length == 0) {
      reference.zeros(Hdf5Encoding.REFERENCE);
      return;
    }
    if (count == MAX_OBJECTS || objects.size() > FULL) {
      finish();
    }
    count++;
    objects.u16(count).u16(0).u32(0).i64(utf8.length).bytes(utf8).align();
    reference.u32(utf8.length).i64(address).u32(count);
  }

  /// Where the heaps end; nothing can be added any more.
  long end() {
    finish();
    return address;
  }

  void writeTo(FileOutput out, long start) {
    for (Collection collection : finished) {
      out.padTo(start + collection.address);
      out.write(collection.contents.toArray());
    }
  }

  private void finish() {
    if (count == 0) {
      return;
    }
    int size = Math.max(HEADER + objects.size(), MIN_SIZE);
    var out = new ByteWriter().ascii("GCOL").u8(1, 0, 0, 0).i64(size).bytes(objects.toArray());
    int free = size - out.size();
    if (free >= HEADER) {
      out.u16(0).u16(0).u32(0).i64(free);
    }
    finished.add(new Collection(address, out.zeros(size - out.size())));
    address += size;
    objects = new ByteWriter();
    count = 0;
  }
}
