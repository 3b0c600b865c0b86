package org.keras4j.saving.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bob Jenkins's `lookup3` hash, the checksum of HDF5's newer structures.
final class JenkinsHash {
  private static final int START = 0xdeadbeef;

  private JenkinsHash() {}

  static int of(MemorySegment data) {
    if (data.byteSize() == 0) {
      return START;
    }
    int length = (int) data.byteSize();
    int a = START + length;
    int b = a;
    int c = a;
    long at = 0;
    int left = length;
    for (; left > 12; left -= 12, at += 12) {
      a += word(data, at);
      b += word(data, at + 4);
      c += word(data, at + 8);
      a = (a - c) ^ Integer.rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ Integer.rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 4);
      b += a;
    }
    a += word(data, at);
    b += word(data, at + 4);
    c += word(data, at + 8);
    return finish(a, b, c);
  }

  private static int finish(int first, int second, int third) {
    int a = first;
    int b = second;
    int c = third;
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return (c ^ b) - Integer.rotateLeft(b, 24);
  }

  /// Four bytes, little-endian; those beyond the end are zero.
  private static int word(MemorySegment data, long at) {
    int word = 0;
    for (int i = 0; i < 4 && at + i < data.byteSize(); i++) {
      word |= Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at + i)) << (8 * i);
    }
    return word;
  }
}
