package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [Elementwise] that choose between numbers, which the compiler does not vectorise
/// well by itself. They do whole vectors only and return how many elements they did.
final class VectorChoice {
  /// Whether there are vectors of as many bytes as there are floats in one.
  private static final boolean BYTES_FIT = LANES >= 8;

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class,
          jdk.incubator.vector.VectorShape.forBitSize(BYTES_FIT ? LANES * Byte.SIZE : 64));

  private VectorChoice() {}

  static int max(float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.max(FloatVector.fromArray(FLOATS, y, yStart + i)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int min(float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.min(FloatVector.fromArray(FLOATS, y, yStart + i)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int select(
      byte[] condition,
      int start,
      float[] x,
      int xStart,
      float[] y,
      int yStart,
      float[] z,
      int zStart,
      int count) {
    int bound = BYTES_FIT ? FLOATS.loopBound(count) : 0;
    for (int i = 0; i < bound; i += LANES) {
      VectorMask<Float> chosen =
          ByteVector.fromArray(BYTES, condition, start + i)
              .compare(VectorOperators.NE, (byte) 0)
              .cast(FLOATS);
      FloatVector.fromArray(FLOATS, y, yStart + i)
          .blend(FloatVector.fromArray(FLOATS, x, xStart + i), chosen)
          .intoArray(z, zStart + i);
    }
    return bound;
  }

  static int less(float[] x, int xStart, float[] y, int yStart, byte[] z, int zStart, int count) {
    ByteVector none = ByteVector.zero(BYTES);
    int bound = BYTES_FIT ? FLOATS.loopBound(count) : 0;
    for (int i = 0; i < bound; i += LANES) {
      VectorMask<Float> less =
          FloatVector.fromArray(FLOATS, x, xStart + i)
              .compare(VectorOperators.LT, FloatVector.fromArray(FLOATS, y, yStart + i));
      none.blend((byte) 1, less.cast(BYTES)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int less(Choice c, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(FLOATS, c.x(), c.xStart() + i)
              .compare(VectorOperators.LT, FloatVector.fromArray(FLOATS, c.y(), c.yStart() + i));
      FloatVector.fromArray(FLOATS, c.b(), c.bStart() + i)
          .blend(FloatVector.fromArray(FLOATS, c.a(), c.aStart() + i), holds)
          .intoArray(z, zStart + i);
    }
    return bound;
  }

  static int atMost(Choice c, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(FLOATS, c.x(), c.xStart() + i)
              .compare(VectorOperators.LE, FloatVector.fromArray(FLOATS, c.y(), c.yStart() + i));
      FloatVector.fromArray(FLOATS, c.b(), c.bStart() + i)
          .blend(FloatVector.fromArray(FLOATS, c.a(), c.aStart() + i), holds)
          .intoArray(z, zStart + i);
    }
    return bound;
  }

  static int equal(Choice c, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      VectorMask<Float> holds =
          FloatVector.fromArray(FLOATS, c.x(), c.xStart() + i)
              .compare(VectorOperators.EQ, FloatVector.fromArray(FLOATS, c.y(), c.yStart() + i));
      FloatVector.fromArray(FLOATS, c.b(), c.bStart() + i)
          .blend(FloatVector.fromArray(FLOATS, c.a(), c.aStart() + i), holds)
          .intoArray(z, zStart + i);
    }
    return bound;
  }
}
