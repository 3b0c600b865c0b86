package org.keras4j.backend.java.kernel;

import static org.keras4j.backend.java.kernel.VectorShape.FLOATS;
import static org.keras4j.backend.java.kernel.VectorShape.LANES;

import jdk.incubator.vector.FloatVector;

/// The loops of [Elementwise] that models use most. The compiler vectorises such a loop by itself
/// only where it sees that all stretches begin at the same place: else the result's might overlap
/// an operand's, for all it knows. They do whole vectors only and return how many elements they
/// did.
///
/// They count up to a bound: C2 then checks ranges before the loop and unrolls it, which with `i +
/// LANES <= count` it does not, and is three times faster on what lies in the nearest cache.
final class VectorArithmetic {
  private VectorArithmetic() {}

  static int add(float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.add(FloatVector.fromArray(FLOATS, y, yStart + i)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int subtract(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.sub(FloatVector.fromArray(FLOATS, y, yStart + i)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int multiply(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.mul(FloatVector.fromArray(FLOATS, y, yStart + i)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int divide(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.div(FloatVector.fromArray(FLOATS, y, yStart + i)).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int add(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).add(y).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int subtract(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).sub(y).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int multiply(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).mul(y).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int divide(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).div(y).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int max(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).max(y).intoArray(z, zStart + i);
    }
    return bound;
  }

  static int sqrt(float[] x, int xStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).sqrt().intoArray(z, zStart + i);
    }
    return bound;
  }

  static int negate(float[] x, int xStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i).neg().intoArray(z, zStart + i);
    }
    return bound;
  }

  static int multiplyAdd(
      float[] x, int xStart, float[] y, int yStart, float[] z, int zStart, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xStart + i);
      v.fma(
              FloatVector.fromArray(FLOATS, y, yStart + i),
              FloatVector.fromArray(FLOATS, z, zStart + i))
          .intoArray(z, zStart + i);
    }
    return bound;
  }

  static int multiplyAdd(float[] x, int xStart, float y, float[] z, int zStart, int count) {
    FloatVector factor = FloatVector.broadcast(FLOATS, y);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(FLOATS, x, xStart + i)
          .fma(factor, FloatVector.fromArray(FLOATS, z, zStart + i))
          .intoArray(z, zStart + i);
    }
    return bound;
  }
}
