package org.keras4j.quantizers;

import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.quantizers.Quantizer.Quantized;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.quantizers`.
///
/// @see <a href="https://keras.io/api/quantizers/">Quantizers</a>
public final class Quantizers {
  private Quantizers() {}

  /// Scales the largest magnitude along some axes to `high` and rounds.
  public static Quantized absMaxQuantize(
      Tensor x, List<Integer> axes, int low, int high, DType dtype, double epsilon) {
    Tensor largest = Ops.max(Ops.abs(x), Axes.of(axes).keepDims());
    Tensor scale = Ops.cast(Ops.divide((double) high, Ops.add(largest, epsilon)), x.dtype());
    Tensor rounded = Ops.round(Ops.multiply(x, scale));
    return new Quantized(Ops.cast(Ops.clip(rounded, (double) low, (double) high), dtype), scale);
  }

  /// Whole numbers of groups of rows, each with a scale and a zero point.
  ///
  /// @param values int8, `(rows, columns)`
  /// @param scale what the numbers are multiplied by, `(groups, columns)`
  /// @param zero the whole number that stands for 0, int8, `(groups, columns)`
  public record Grouped(Tensor values, Tensor scale, Tensor zero) {}

  /// Quantizes a matrix in groups of `blockSize` rows, each column of a group from its least to its
  /// largest value to the whole numbers from -8 to 7.
  public static Grouped absMaxQuantizeGroupedWithZeroPoint(Tensor x, int blockSize) {
    int rows = x.shape().dim(0);
    int columns = x.shape().dim(1);
    int groups = (rows + blockSize - 1) / blockSize;
    int missing = groups * blockSize - rows;
    Tensor whole = missing == 0 ? x : Ops.pad(x, new int[][] {{0, missing}, {0, 0}});
    Tensor blocks = Ops.reshape(whole, groups, blockSize, columns);
    Tensor least = Ops.min(blocks, Axes.of(1).keepDims());
    Tensor largest = Ops.max(blocks, Axes.of(1).keepDims());
    Tensor range = Ops.add(Ops.subtract(largest, least), KerasConfig.epsilon());
    Tensor scale = Ops.divide(range, 15.0);
    Tensor zero =
        Ops.clip(Ops.subtract(Ops.round(Ops.divide(Ops.negative(least), scale)), 8.0), -8.0, 7.0);
    Tensor shifted = Ops.add(Ops.round(Ops.divide(blocks, scale)), zero);
    Tensor values = Ops.cast(Ops.clip(shifted, -8.0, 7.0), DType.INT8);
    Tensor flat = Ops.reshape(values, groups * blockSize, columns);
    return new Grouped(
        Ops.slice(flat, new int[2], new int[] {rows, columns}),
        Ops.squeeze(scale, 1),
        Ops.cast(Ops.squeeze(zero, 1), DType.INT8));
  }

  /// The floats of whole numbers that belong to groups: number less zero point, times scale.
  ///
  /// @param groups the number of the group of each place along the axis
  /// @param axis the axis of `scale` and `zero` that counts groups
  public static Tensor dequantize(
      Tensor values, Tensor scale, Tensor zero, Tensor groups, int axis) {
    Tensor indices = Ops.cast(groups, DType.INT32);
    Tensor scales = Ops.take(scale, indices, axis);
    Tensor zeros = Ops.cast(Ops.take(zero, indices, axis), scales.dtype());
    return Ops.multiply(Ops.subtract(values, zeros), scales);
  }

  /// Two whole numbers from -8 to 7 in each byte: the first in its low half. A missing last one is
  /// 0.
  ///
  /// @throws IllegalArgumentException unless the numbers are int8
  public static Tensor packInt4(Tensor x, int axis) {
    if (x.dtype() != DType.INT8) {
      throw new IllegalArgumentException("Expected int8 to pack. Received: dtype=" + x.dtype());
    }
    Tensor front = Ops.moveaxis(x, List.of(axis), List.of(0));
    int[][] width = new int[front.rank()][2];
    width[0][1] = front.shape().dim(0) % 2;
    Tensor even = width[0][1] == 0 ? front : Ops.pad(front, width);
    Shape half = even.shape().with(0, even.shape().dim(0) / 2);
    Tensor pairs = Ops.reshape(even, half.insert(1, 2));
    // Through int32, where no shift overflows.
    Tensor low = Ops.bitwiseAnd(Ops.cast(at(pairs, 0), DType.INT32), 15L);
    Tensor high = Ops.bitwiseAnd(Ops.cast(at(pairs, 1), DType.INT32), 15L);
    Tensor both = Ops.bitwiseOr(low, Ops.bitwiseLeftShift(high, 4L));
    Tensor signed = Ops.subtract(Ops.bitwiseXor(both, 128L), 128L);
    return Ops.moveaxis(Ops.cast(signed, DType.INT8), List.of(0), List.of(axis));
  }

  private static Tensor at(Tensor pairs, int place) {
    int[] start = new int[pairs.rank()];
    start[1] = place;
    return Ops.squeeze(Ops.slice(pairs, start, pairs.shape().with(1, 1).dims()), 1);
  }

  /// The whole numbers that [#packInt4] packed.
  ///
  /// @param length how many there are along the axis
  /// @throws IllegalArgumentException unless they are int8
  public static Tensor unpackInt4(Tensor packed, int length, int axis) {
    if (packed.dtype() != DType.INT8) {
      throw new IllegalArgumentException(
          "Expected int8 to unpack. Received: dtype=" + packed.dtype());
    }
    Tensor bytes = Ops.cast(Ops.moveaxis(packed, List.of(axis), List.of(0)), DType.INT32);
    Tensor low = signed(Ops.bitwiseAnd(bytes, 15L));
    Tensor high = signed(Ops.bitwiseAnd(Ops.bitwiseRightShift(bytes, 4L), 15L));
    Shape twice = bytes.shape().with(0, bytes.shape().dim(0) * 2);
    Tensor all = Ops.reshape(Ops.stack(List.of(low, high), 1), twice);
    Tensor kept = Ops.slice(all, new int[all.rank()], twice.with(0, length).dims());
    return Ops.moveaxis(kept, List.of(0), List.of(axis));
  }

  private static Tensor signed(Tensor nibble) {
    return Ops.cast(Ops.subtract(Ops.bitwiseXor(nibble, 8L), 8L), DType.INT8);
  }

  /// The scale of the next step: the largest magnitude of late over the largest float8.
  ///
  /// @param amax the largest magnitude
  /// @param scale the scale of this step, kept where the magnitude is of no use
  /// @param dtypeMax the largest number of the float8 dtype
  public static Tensor computeFloat8Scale(Tensor amax, Tensor scale, double dtypeMax) {
    Tensor inverse = Ops.reciprocal(scale);
    Tensor fitted = Ops.where(Ops.greater(amax, 0.0), Ops.divide(dtypeMax, amax), inverse);
    return Ops.reciprocal(Ops.where(Ops.isfinite(amax), fitted, inverse));
  }

  /// The magnitudes of late: the largest of `x` first, the oldest forgotten.
  public static Tensor computeFloat8AmaxHistory(Tensor x, Tensor amaxHistory) {
    Tensor latest = Ops.cast(Ops.max(Ops.abs(x)), amaxHistory.dtype());
    return Ops.scatterUpdate(
        Ops.roll(amaxHistory, -1), Array.ofInts(Shape.of(1, 1), 0), Ops.reshape(latest, 1));
  }

  /// The values that are left after a way through float8.
  ///
  /// @param dtype `float8_e4m3fn` or `float8_e5m2`
  public static Tensor quantizeAndDequantize(
      Tensor x, Tensor scale, DType dtype, DType computeDType) {
    double largest = float8Max(dtype);
    Tensor s = Ops.cast(scale, computeDType);
    Tensor scaled = Ops.clip(Ops.divide(x, s), -largest, largest);
    return Ops.multiply(Ops.cast(Ops.cast(scaled, dtype), computeDType), s);
  }

  /// The largest number of a float8 dtype.
  ///
  /// @throws IllegalArgumentException if it is another dtype
  public static double float8Max(DType dtype) {
    if (dtype == DType.FLOAT8_E4M3FN) {
      return 448;
    }
    if (dtype == DType.FLOAT8_E5M2) {
      return 57344;
    }
    throw new IllegalArgumentException("Expected a float8 dtype. Received: dtype=" + dtype);
  }

  /// The number of the group of each of `length` places.
  public static Tensor groups(int length, int blockSize) {
    float[] out = new float[length];
    IntStream.range(0, length).forEach(i -> out[i] = Math.floorDiv(i, blockSize));
    return Array.of(Shape.of(length), out);
  }
}
