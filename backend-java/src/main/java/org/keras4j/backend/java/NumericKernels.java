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

  private static void words(
      int key0, int key1, long counter, int[] high, int[] low, int from, int to) {
    int key2 = key0 ^ key1 ^ PARITY;
    for (int i = from; i < to; i++) {
      long c = counter + i;
      int x = (int) (c >>> 32) + key0;
      int y = (int) c + key1;
      for (int round = 0; round < 5; round++) {
        boolean even = (round & 1) == 0;
        x += y;
        y = Integer.rotateLeft(y, even ? 13 : 17) ^ x;
        x += y;
        y = Integer.rotateLeft(y, even ? 15 : 29) ^ x;
        x += y;
        y = Integer.rotateLeft(y, even ? 26 : 16) ^ x;
        x += y;
        y = Integer.rotateLeft(y, even ? 6 : 24) ^ x;
        int next = (round + 1) % 3;
        int after = (round + 2) % 3;
        x += next == 0 ? key0 : next == 1 ? key1 : key2;
        y += (after == 0 ? key0 : after == 1 ? key1 : key2) + round + 1;
      }
      high[i] = x;
      low[i] = y;
    }
  }
}
