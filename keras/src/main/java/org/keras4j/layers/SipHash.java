package org.keras4j.layers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// SipHash-2-4, a hash that depends on a key.
///
/// @see <a href="https://131002.net/siphash/">SipHash</a>
final class SipHash {
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long k0, long k1) {
    v0 = k0 ^ 0x736f6d6570736575L;
    v1 = k1 ^ 0x646f72616e646f6dL;
    v2 = k0 ^ 0x6c7967656e657261L;
    v3 = k1 ^ 0x7465646279746573L;
  }

  static long hash(byte[] bytes, long k0, long k1) {
    var state = new SipHash(k0, k1);
    var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= 8) {
      state.take(words.getLong());
    }
    long last = (long) bytes.length << 56;
    for (int shift = 0; words.hasRemaining(); shift += 8) {
      last |= Byte.toUnsignedLong(words.get()) << shift;
    }
    state.take(last);
    state.v2 ^= 0xff;
    state.rounds(4);
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
  }

  private void take(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
