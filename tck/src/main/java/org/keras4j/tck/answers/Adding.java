package org.keras4j.tck.answers;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Adds functions of common signatures to a section of the table, and reads common arguments.
final class Adding {
  private final OpTable.Section section;

  Adding(OpTable.Section section) {
    this.section = section;
  }

  static Adding ops(OpTable table) {
    return new Adding(table.section("keras.ops."));
  }

  Adding add(String name, OpTable.Call call) {
    section.add(name, call);
    return this;
  }

  /// A function of one tensor.
  Adding unary(String name, UnaryOperator<Tensor> function) {
    return add(name, a -> function.apply(a.tensor(0)));
  }

  /// A function of two tensors.
  Adding binary(String name, BinaryOperator<Tensor> function) {
    return add(name, a -> function.apply(a.tensor(0), a.tensor(1)));
  }

  /// A function of a tensor and `axis, keepdims`.
  Adding reduction(String name, BiFunction<Tensor, Axes, Tensor> function) {
    return add(name, a -> function.apply(a.tensor(0), axes(a)));
  }

  /// The arguments `axis` and `keepdims`.
  static Axes axes(Arguments a) {
    return axis(a).keepDims(a.flag("keepdims"));
  }

  /// The argument `axis`.
  static Axes axis(Arguments a) {
    return a.given("axis") ? Axes.of(a.integers("axis")) : Axes.all();
  }

  static Optional<Integer> boxed(OptionalInt number) {
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }

  static Optional<Double> boxed(OptionalDouble number) {
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }

  /// A list of tensors; a single tensor is the list of its slices along the first axis.
  static List<Tensor> tensors(Arguments a, String name) {
    if (a.raw(name) instanceof Tensor whole && whole.rank() > 0) {
      return Ops.split(whole, whole.shape().dim(0), 0).stream()
          .map(slice -> Ops.squeeze(slice, 0))
          .toList();
    }
    return a.tensors(name);
  }

  /// The argument `dtype`, if it is not `None`.
  static Tensor typed(
      Arguments a, UnaryOperator<Tensor> untyped, BiFunction<Tensor, DType, Tensor> typed) {
    Tensor x = a.tensor(0);
    Optional<DType> dtype = a.dtype("dtype");
    return dtype.isPresent() ? typed.apply(x, dtype.get()) : untyped.apply(x);
  }
}
