package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Overflow, division by zero, infinities, not-a-numbers and empty tensors, as in NumPy.
class EdgesOfNumbersTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final int MIN = Integer.MIN_VALUE;
  private static final int MAX = Integer.MAX_VALUE;

  private static Array of(DType dtype, double... values) {
    return Array.ofDoubles(TensorType.of(dtype, values.length), values);
  }

  private static Array ints(double... values) {
    return of(DType.INT32, values);
  }

  private static Array floats(double... values) {
    return of(DType.FLOAT32, values);
  }

  private static Arguments two(BinaryOperator<Tensor> op, Array x, Array y, double... want) {
    return Arguments.of((Object) new Tensor[] {op.apply(x, y)}, want);
  }

  private static Arguments one(UnaryOperator<Tensor> op, Array x, double... want) {
    return Arguments.of((Object) new Tensor[] {op.apply(x)}, want);
  }

  static Stream<Arguments> integers() {
    Array x = ints(7, -7, 7, -7, 7, -7, MIN);
    Array y = ints(2, 2, -2, -2, 0, 0, -1);
    return Stream.of(
        two(Ops::floorDivide, x, y, 3, -4, -4, 3, 0, 0, MIN),
        two(Ops::mod, x, y, 1, 1, -1, -1, 0, 0, 0),
        two(Ops::divide, x, y, 3.5, -3.5, -3.5, 3.5, INF, -INF, 0x1p31),
        two(Ops::add, ints(MAX, MIN), ints(1, -1), MIN, MAX),
        two(Ops::subtract, of(DType.UINT8, 0), of(DType.UINT8, 1), 255),
        two(Ops::add, of(DType.INT8, 127), of(DType.INT8, 1), -128),
        two(Ops::multiply, ints(1 << 16, MIN), ints(1 << 16, -1), 0, MIN),
        two(Ops::power, ints(3, 0, 2), ints(40, 0, 31), 689956897, 1, MIN),
        two(Ops::leftShift, ints(1, 1), ints(31, 33), MIN, 0),
        two(Ops::rightShift, ints(-8, MIN), ints(1, 31), -4, -1),
        one(Ops::abs, ints(MIN, -5), MIN, 5),
        one(Ops::negative, ints(MIN), MIN),
        one(Ops::square, of(DType.INT8, 16), 0),
        one(x8 -> Ops.cast(x8, DType.UINT8), ints(300, -1), 44, 255),
        one(b -> Ops.sum(b), of(DType.INT8, 100, 100), 200));
  }

  static Stream<Arguments> floats() {
    Array x = floats(7.5, -7.5, 5, -5, 1, 0, INF, -1);
    Array y = floats(2, 2, INF, INF, 0, 0, 2, 0);
    Array mixed = floats(3, NAN, -INF, 1);
    return Stream.of(
        two(Ops::floorDivide, x, y, 3, -4, 0, -1, INF, NAN, NAN, -INF),
        two(Ops::mod, x, y, 1.5, 0.5, 5, INF, NAN, NAN, NAN, NAN),
        two(Ops::maximum, floats(1, NAN), floats(NAN, 2), NAN, NAN),
        two(Ops::multiply, floats(0), floats(INF), NAN),
        two(
            Ops::power,
            floats(0, -8, 0, INF, 1),
            floats(0, 1 / 3.0, -1, 0, NAN),
            1,
            NAN,
            INF,
            1,
            1),
        two(Ops::logaddexp, floats(-INF, INF), floats(-INF, 1), -INF, INF),
        two(Ops::divideNoNan, floats(1, 0), floats(0, 0), 0, 0),
        one(Ops::sign, floats(NAN, -0.0, 0, -3), NAN, -0.0, 0, -1),
        one(Ops::round, floats(0.5, 1.5, 2.5, -0.5), 0, 2, 2, -0.0),
        one(Ops::sort, mixed, -INF, 1, 3, NAN),
        one(Ops::argsort, mixed, 2, 3, 0, 1),
        one(Ops::argmax, mixed, 1),
        one(Ops::max, mixed, NAN),
        one(x1 -> Ops.nanmax(x1, Axes.all()), mixed, 3),
        one(x1 -> Ops.nansum(x1, Axes.all()), mixed, -INF),
        one(Ops::isnan, mixed, 0, 1, 0, 0),
        one(Ops::softmax, floats(-INF, -INF), NAN, NAN),
        one(Ops::softmax, floats(1000, 0), 1, 0),
        one(Ops::logsumexp, floats(-INF, -INF), -INF),
        one(Ops::logsumexp, floats(INF, 1), INF),
        one(Ops::log1p, floats(-1, -2), -INF, NAN),
        one(Ops::softplus, floats(1000, -1000), 1000, 0),
        one(Ops::sigmoid, floats(1000, -1000), 1, 0),
        one(Ops::tanh, floats(1000, -INF), 1, -1),
        one(Ops::exp, floats(1000, -INF), INF, 0));
  }

  static Stream<Arguments> empty() {
    Array none = Array.of(Shape.of(0, 3));
    return Stream.of(
        one(Ops::sum, none, 0),
        one(Ops::prod, none, 1),
        one(Ops::mean, none, NAN),
        one(Ops::var, none, NAN),
        one(Ops::logsumexp, none, -INF),
        one(Ops::any, none, 0),
        one(Ops::all, none, 1),
        one(Ops::norm, none, 0),
        one(x -> Ops.sum(x, 0), none, 0, 0, 0),
        one(x -> Ops.matmul(Ops.transpose(x), x), none, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        one(Ops::softmax, none),
        one(x -> Ops.cumsum(x, 0), none),
        one(x -> Ops.sort(x, 0), none),
        one(x -> Ops.concatenate(List.of(x, x), 1), none),
        one(x -> Ops.max(x, Axes.of(1)), none),
        one(x -> Ops.take(x, Array.ofInts(Shape.of(0)), 0), none),
        one(x -> Ops.einsum("ij,kj->ik", x, x), none),
        one(x -> Ops.reshape(x, Shape.of(3, 0)), none));
  }

  @ParameterizedTest
  @MethodSource({"integers", "floats", "empty"})
  void answersAreThoseOfNumpy(Tensor[] got, double[] want) {
    for (Tensor tensor : got) {
      double[] values = ((Array) tensor).toDoubles();
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] == Math.rint(values[i]) ? values[i] : (float) values[i];
      }
      assertThat(values).containsExactly(want);
    }
  }

  @Test
  void gradientsOfNothingAreNothing() {
    Tensor gradient = Ops.grad(x -> Ops.sum(Ops.softmax(x))).apply(Array.of(Shape.of(0, 3)));
    assertThat(gradient.shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void reductionsWithoutAnAnswerForNothingAreRefused() {
    Array none = Array.of(Shape.of(0, 3));
    assertThatThrownBy(() -> Ops.max(none)).hasMessageContaining("(0, 3)");
    assertThatThrownBy(() -> Ops.argmax(none)).hasMessageContaining("empty");
  }
}
