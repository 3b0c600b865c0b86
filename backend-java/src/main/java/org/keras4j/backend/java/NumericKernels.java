package org.keras4j.backend.java;

import java.util.Optional;
import org.keras4j.backend.java.kernel.WorkPool;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Numeric.Cholesky;
import org.keras4j.ir.Numeric.Collective;
import org.keras4j.ir.Numeric.Eig;
import org.keras4j.ir.Numeric.Eigh;
import org.keras4j.ir.Numeric.Fft;
import org.keras4j.ir.Numeric.Lu;
import org.keras4j.ir.Numeric.Qr;
import org.keras4j.ir.Numeric.RandomBits;
import org.keras4j.ir.Numeric.Svd;
import org.keras4j.ir.Numeric.TriangularSolve;

/// Random bits over threads; factorisations are those of the reference engine.
final class NumericKernels {
  private static final int PARITY = 0x1BD11BDA;
  private static final int ROUNDS = 5;
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  private static final int BLOCK = 1024;

  private NumericKernels() {}

  static Optional<Kernel> of(Numeric op) {
    return switch (op) {
      case RandomBits _ -> Optional.of(NumericKernels::randomBits);
      case Fft _, Cholesky _, Lu _, Qr _, Svd _, Eigh _, Eig _, TriangularSolve _, Collective _ ->
          Optional.empty();
    };
  }

  private static void randomBits(Object[] in, Object[] out) {
    int[] key = (int[]) in[0];
    int[] first = (int[]) in[1];
    long counter = ((long) first[0] << 32) | (first[1] & 0xffffffffL);
    int[] high = (int[]) out[0];
    int[] low = (int[]) out[1];
    WorkPool.shared()
        .forRange(
            high.length, 4096, (from, to) -> words(key[0], key[1], counter, high, low, from, to));
  }

  private static void words(int key0, int key1, long counter, int[] x, int[] y, int from, int to) {
    for (int at = from; at < to; at += BLOCK) {
      block(
          new int[] {key0, key1, key0 ^ key1 ^ PARITY},
          counter,
          x,
          y,
          at,
          Math.min(to, at + BLOCK));
    }
  }

  /// The cipher's steps one after the other over a block: loops that the compiler vectorises.
  private static void block(int[] keys, long counter, int[] x, int[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      long c = counter + i;
      x[i] = (int) (c >>> 32) + keys[0];
      y[i] = (int) c + keys[1];
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int rotation : ROTATIONS[round & 1]) {
        mix(x, y, rotation, from, to);
      }
      shift(x, keys[(round + 1) % 3], from, to);
      shift(y, keys[(round + 2) % 3] + round + 1, from, to);
    }
  }

  private static void mix(int[] x, int[] y, int rotation, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] += y[i];
    }
    for (int i = from; i < to; i++) {
      y[i] = ((y[i] << rotation) | (y[i] >>> -rotation)) ^ x[i];
    }
  }

  private static void shift(int[] x, int by, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] += by;
    }
  }
}
