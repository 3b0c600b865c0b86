package org.keras4j.saving.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects little-endian values.
final class ByteWriter {
  private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  ByteWriter u8(int... values) {
    room(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return this;
  }

  ByteWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  ByteWriter u32(long value) {
    room(4).putInt((int) value);
    return this;
  }

  ByteWriter i64(long value) {
    room(8).putLong(value);
    return this;
  }

  /// A number in 1, 2, 4 or 8 bytes.
  ByteWriter unsigned(long value, int bytes) {
    return switch (bytes) {
      case 1 -> u8((int) value);
      case 2 -> u16((int) value);
      case 4 -> u32(value);
      default -> i64(value);
    };
  }

  ByteWriter ascii(String text) {
    return bytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  ByteWriter bytes(byte[] bytes) {
    room(bytes.length).put(bytes);
    return this;
  }

  ByteWriter zeros(int count) {
    return bytes(new byte[count]);
  }

  /// Zeros up to a multiple of eight.
  ByteWriter align() {
    return zeros(-size() & 7);
  }

  int size() {
    return buffer.position();
  }

  byte[] toArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int count) {
    if (buffer.remaining() < count) {
      int capacity = Math.max(2 * buffer.capacity(), buffer.position() + count);
      buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
    return buffer;
  }
}
