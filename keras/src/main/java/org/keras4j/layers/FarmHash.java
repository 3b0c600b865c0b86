package org.keras4j.layers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The hash `Fingerprint64` of FarmHash, which never changes, so that files that hold hashed
/// features can be used anywhere.
///
/// @see <a href="https://github.com/google/farmhash">FarmHash</a>
final class FarmHash {
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;

  private final ByteBuffer bytes;
  private final int length;

  private FarmHash(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.length = bytes.length;
  }

  static long fingerprint64(byte[] bytes) {
    var hash = new FarmHash(bytes);
    if (bytes.length <= 16) {
      return hash.upTo16();
    }
    if (bytes.length <= 32) {
      return hash.upTo32();
    }
    return bytes.length <= 64 ? hash.upTo64() : hash.longer();
  }

  /// The fingerprint of two fingerprints, one after the other.
  static long concatenated(long first, long second) {
    long multiplier = 0xc6a4a7935bd1e995L;
    long result = first ^ multiplier;
    result ^= mixed(second * multiplier) * multiplier;
    result *= multiplier;
    return mixed(mixed(result) * multiplier);
  }

  private long word(int at) {
    return bytes.getLong(at);
  }

  private long half(int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  private long octet(int at) {
    return Byte.toUnsignedLong(bytes.get(at));
  }

  private static long mixed(long x) {
    return x ^ (x >>> 47);
  }

  private static long combined(long u, long v, long multiplier) {
    long a = mixed((u ^ v) * multiplier);
    return mixed((v ^ a) * multiplier) * multiplier;
  }

  private long multiplier() {
    return K2 + length * 2L;
  }

  private long upTo16() {
    if (length >= 8) {
      long a = word(0) + K2;
      long b = word(length - 8);
      long c = Long.rotateRight(b, 37) * multiplier() + a;
      long d = (Long.rotateRight(a, 25) + b) * multiplier();
      return combined(c, d, multiplier());
    }
    if (length >= 4) {
      return combined(length + (half(0) << 3), half(length - 4), multiplier());
    }
    if (length > 0) {
      long y = octet(0) + (octet(length >> 1) << 8);
      long z = length + (octet(length - 1) << 2);
      return mixed(y * K2 ^ z * K0) * K2;
    }
    return K2;
  }

  private long upTo32() {
    long a = word(0) * K1;
    long b = word(8);
    long c = word(length - 8) * multiplier();
    long d = word(length - 16) * K2;
    return combined(
        Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d,
        a + Long.rotateRight(b + K2, 18) + c,
        multiplier());
  }

  private long upTo64() {
    long multiplier = multiplier();
    long a = word(0) * K2;
    long b = word(8);
    long c = word(length - 8) * multiplier;
    long d = word(length - 16) * K2;
    long y = Long.rotateRight(a + b, 43) + Long.rotateRight(c, 30) + d;
    long z = combined(y, a + Long.rotateRight(b + K2, 18) + c, multiplier);
    long e = word(16) * multiplier;
    long f = word(24);
    long g = (y + word(length - 32)) * multiplier;
    long h = (z + word(length - 24)) * multiplier;
    return combined(
        Long.rotateRight(e + f, 43) + Long.rotateRight(g, 30) + h,
        e + Long.rotateRight(f + a, 18) + g,
        multiplier);
  }

  /// Two words of state that take up 32 bytes.
  private record Pair(long first, long second) {}

  private Pair pair(int at, long seedA, long seedB) {
    long a = seedA + word(at);
    long b = Long.rotateRight(seedB + a + word(at + 24), 21);
    long sum = a + word(at + 8) + word(at + 16);
    return new Pair(sum + word(at + 24), b + Long.rotateRight(sum, 44) + a);
  }

  private long longer() {
    long x = 81;
    long y = x * K1 + 113;
    long z = mixed(y * K2 + 113) * K2;
    var v = new Pair(0, 0);
    var w = new Pair(0, 0);
    x = x * K2 + word(0);
    int end = (length - 1) / 64 * 64;
    for (int at = 0; at < end; at += 64) {
      x = Long.rotateRight(x + y + v.first + word(at + 8), 37) * K1;
      y = Long.rotateRight(y + v.second + word(at + 48), 42) * K1;
      x ^= w.second;
      y += v.first + word(at + 40);
      z = Long.rotateRight(z + w.first, 33) * K1;
      v = pair(at, v.second * K1, x + w.first);
      w = pair(at + 32, z + w.second, y + word(at + 16));
      long swapped = z;
      z = x;
      x = swapped;
    }
    long multiplier = K1 + ((z & 0xff) << 1);
    int at = length - 64;
    long wFirst = w.first + ((length - 1) & 63);
    long vFirst = v.first + wFirst;
    wFirst += vFirst;
    x = Long.rotateRight(x + y + vFirst + word(at + 8), 37) * multiplier;
    y = Long.rotateRight(y + v.second + word(at + 48), 42) * multiplier;
    x ^= w.second * 9;
    y += vFirst * 9 + word(at + 40);
    z = Long.rotateRight(z + wFirst, 33) * multiplier;
    v = pair(at, v.second * multiplier, x + wFirst);
    w = pair(at + 32, z + w.second, y + word(at + 16));
    return combined(
        combined(v.first, w.first, multiplier) + mixed(y) * K0 + x,
        combined(v.second, w.second, multiplier) + z,
        multiplier);
  }
}
