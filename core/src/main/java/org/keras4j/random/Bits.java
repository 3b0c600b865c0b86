package org.keras4j.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Threefry over tensors: streams of one key, and one block for each of many keys.
final class Bits {
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  private static final int PARITY = 0x1BD11BDA;
  private static final int GROUPS_OF_ROUNDS = 5;

  private Bits() {}

  /// The two uint32 words of each place; narrower and wider words follow from them.
  record Words(Tensor first, Tensor second) {

    /// Unsigned words of a width.
    Tensor as(DType dtype) {
      return switch (dtype) {
        case UINT64 -> {
          Tensor upper = Lax.convert(first, DType.UINT64);
          yield Lax.or(
              Lax.shiftLeft(upper, full(DType.UINT64, upper.shape(), 32)),
              Lax.convert(second, DType.UINT64));
        }
        case UINT32 -> Lax.xor(first, second);
        case UINT16, UINT8 -> Lax.convert(Lax.xor(first, second), dtype);
        default ->
            throw new IllegalArgumentException(
                "Expected an unsigned dtype. Received: dtype=" + dtype);
      };
    }
  }

  /// Keys of their own for many elements, the two words apart.
  record Keys(Tensor first, Tensor second) {
    private int size() {
      return first.shape().dim(0);
    }

    /// The words of the first counter of each key.
    Words words() {
      return block(this, full(DType.UINT32, first.shape(), 0));
    }

    /// For each key `count` new ones.
    List<Keys> split(int count) {
      int n = size();
      Tensor counters =
          Lax.reshape(
              Lax.iota(TensorType.of(DType.UINT32, count, n), 0),
              Shape.of(Math.multiplyExact(count, n)));
      var repeated =
          new Keys(
              Lax.concatenate(Collections.nCopies(count, first), 0),
              Lax.concatenate(Collections.nCopies(count, second), 0));
      Words words = block(repeated, counters);
      List<Keys> keys = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        keys.add(
            new Keys(
                Lax.sliceAxis(words.first(), 0, i * n, (i + 1) * n),
                Lax.sliceAxis(words.second(), 0, i * n, (i + 1) * n)));
      }
      return keys;
    }
  }

  /// The stream of a key, one place for each element of a shape.
  static Words stream(Tensor key, Shape shape) {
    List<Tensor> words = Lax.randomBits(key, zeroCounter(), shape);
    return new Words(words.get(0), words.get(1));
  }

  private static Array zeroCounter() {
    return Array.of(TensorType.of(DType.UINT32, 2), new HostBuffer(new int[2]));
  }

  /// New keys from a key.
  static List<Tensor> split(Tensor key, int count) {
    Words words = stream(key, Shape.of(count));
    List<Tensor> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(
          Lax.concatenate(
              List.of(
                  Lax.sliceAxis(words.first(), 0, i, i + 1),
                  Lax.sliceAxis(words.second(), 0, i, i + 1)),
              0));
    }
    return keys;
  }

  /// A key for each of `count` elements.
  static Keys keys(Tensor key, int count) {
    Words words = stream(key, Shape.of(count));
    return new Keys(words.first(), words.second());
  }

  static Tensor full(DType dtype, Shape shape, long value) {
    return Lax.broadcast(Array.scalar(dtype, value), shape, List.of());
  }

  private static Words block(Keys keys, Tensor counters) {
    Shape shape = counters.shape();
    Tensor parity = full(DType.UINT32, shape, Integer.toUnsignedLong(PARITY));
    List<Tensor> schedule =
        List.of(keys.first(), keys.second(), Lax.xor(Lax.xor(keys.first(), keys.second()), parity));
    Tensor x = keys.first();
    Tensor y = Lax.add(counters, keys.second());
    for (int group = 0; group < GROUPS_OF_ROUNDS; group++) {
      for (int distance : ROTATIONS[group % 2]) {
        x = Lax.add(x, y);
        y = Lax.xor(rotateLeft(y, distance), x);
      }
      x = Lax.add(x, schedule.get((group + 1) % 3));
      Tensor injected =
          Lax.add(schedule.get((group + 2) % 3), full(DType.UINT32, shape, group + 1L));
      y = Lax.add(y, injected);
    }
    return new Words(x, y);
  }

  private static Tensor rotateLeft(Tensor x, int distance) {
    return Lax.or(
        Lax.shiftLeft(x, full(DType.UINT32, x.shape(), distance)),
        Lax.shiftRightLogical(x, full(DType.UINT32, x.shape(), 32L - distance)));
  }
}
