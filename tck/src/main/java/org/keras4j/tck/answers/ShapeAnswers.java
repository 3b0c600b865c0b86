package org.keras4j.tck.answers;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.keras4j.ops.Ops;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// Functions that make tensors or rearrange their elements.
final class ShapeAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    Adding ops = Adding.ops(table);
    shapes(ops);
    copies(ops);
    creation(ops);
    facts(ops);
    table.section("keras.backend.").add("result_type", "*dtypes", ShapeAnswers::resultType);
  }

  private static void shapes(Adding ops) {
    ops.add("reshape", a -> Ops.reshape(a.tensor("x"), a.shape("newshape")))
        .unary("ravel", Ops::ravel)
        .add(
            "transpose",
            a ->
                a.given("axes")
                    ? Ops.transpose(a.tensor("x"), a.integers("axes"))
                    : Ops.transpose(a.tensor("x")))
        .add(
            "moveaxis",
            a -> Ops.moveaxis(a.tensor("x"), boxed(a, "source"), boxed(a, "destination")))
        .add("swapaxes", a -> Ops.swapaxes(a.tensor("x"), a.integer("axis1"), a.integer("axis2")))
        .add("expand_dims", a -> Ops.expandDims(a.tensor("x"), boxed(a, "axis")))
        .add(
            "squeeze",
            a ->
                a.given("axis")
                    ? Ops.squeeze(a.tensor("x"), a.integers("axis"))
                    : Ops.squeeze(a.tensor("x")))
        .add("broadcast_to", a -> Ops.broadcastTo(a.tensor("x"), a.shape("shape")))
        .add("flip", a -> Ops.flip(a.tensor("x"), Adding.axis(a)));
  }

  private static void copies(Adding ops) {
    ops.add("concatenate", a -> Ops.concatenate(Adding.tensors(a, "xs"), a.integer("axis")))
        .add("stack", a -> Ops.stack(Adding.tensors(a, "x"), a.integer("axis")))
        .add(
            "split",
            a ->
                a.isList("indices_or_sections")
                    ? Ops.split(a.tensor("x"), boxed(a, "indices_or_sections"), a.integer("axis"))
                    : Ops.split(a.tensor("x"), a.integer("indices_or_sections"), a.integer("axis")))
        .add("tile", a -> Ops.tile(a.tensor("x"), a.integers("repeats")))
        .add("repeat", ShapeAnswers::repeat)
        .add("pad", ShapeAnswers::pad)
        .add(
            "take",
            a ->
                a.given("axis")
                    ? Ops.take(a.tensor("x"), a.tensor("indices"), a.integer("axis"))
                    : Ops.take(a.tensor("x"), a.tensor("indices")))
        .add(
            "one_hot",
            a -> Ops.oneHot(a.tensor("x"), a.integer("num_classes"), a.integer("axis"), dtype(a)))
        .add("where", a -> Ops.where(a.tensor("condition"), a.tensor("x1"), a.tensor("x2")));
  }

  private static Tensor repeat(Arguments a) {
    List<Integer> repeats =
        a.raw("repeats") instanceof Tensor
            ? IntStream.of(ints(a, "repeats")).boxed().toList()
            : boxed(a, "repeats");
    return Ops.repeat(a.tensor("x"), repeats, Adding.boxed(a.optionalInteger("axis")));
  }

  private static int[] ints(Arguments a, String name) {
    return IntStream.range(0, (int) a.array(name).shape().size())
        .map(i -> (int) a.array(name).toLongs()[i])
        .toArray();
  }

  private static Tensor pad(Arguments a) {
    int[][] width =
        a.list("pad_width").stream()
            .map(pair -> pairOf(Objects.requireNonNull(pair)))
            .toArray(int[][]::new);
    if (a.given("constant_values")) {
      if (!a.text("mode").equals("constant")) {
        throw new IllegalArgumentException(
            "Argument `constant_values` can only be provided when `mode == 'constant'`. Received: mode="
                + a.text("mode"));
      }
      return Ops.pad(a.tensor("x"), width, a.number("constant_values"));
    }
    return Ops.pad(a.tensor("x"), width, a.text("mode"));
  }

  private static int[] pairOf(Object pair) {
    return pair instanceof List<?> list
        ? list.stream().mapToInt(n -> ((Number) Objects.requireNonNull(n)).intValue()).toArray()
        : new int[] {((Number) pair).intValue()};
  }

  private static void creation(Adding ops) {
    ops.add("zeros", a -> Ops.zeros(a.shape("shape"), dtype(a)))
        .add("ones", a -> Ops.ones(a.shape("shape"), dtype(a)))
        .add("empty", a -> Ops.empty(a.shape("shape"), dtype(a)))
        .add("full", a -> Ops.full(a.shape("shape"), a.tensor("fill_value"), dtype(a)))
        .add("zeros_like", a -> Adding.typed(a, Ops::zerosLike, Ops::zerosLike))
        .add("ones_like", a -> Adding.typed(a, Ops::onesLike, Ops::onesLike))
        .add("empty_like", a -> Adding.typed(a, Ops::emptyLike, Ops::emptyLike))
        .add(
            "full_like",
            a ->
                Adding.typed(
                    a,
                    x -> Ops.fullLike(x, a.tensor("fill_value")),
                    (x, dtype) -> Ops.fullLike(x, a.tensor("fill_value"), dtype)))
        .add(
            "eye",
            a ->
                Ops.eye(
                    a.integer("N"),
                    a.optionalInteger("M").orElse(a.integer("N")),
                    a.integer("k"),
                    dtype(a)))
        .add("identity", a -> Ops.identity(a.integer("n"), dtype(a)))
        .add(
            "tri",
            a ->
                Ops.tri(
                    a.integer("N"),
                    a.optionalInteger("M").orElse(a.integer("N")),
                    a.integer("k"),
                    dtype(a)))
        .add("tril", a -> Ops.tril(a.tensor("x"), a.integer("k")))
        .add("triu", a -> Ops.triu(a.tensor("x"), a.integer("k")))
        .add("arange", ShapeAnswers::arange)
        .add("convert_to_tensor", a -> Adding.typed(a, Ops::convertToTensor, Ops::convertToTensor))
        .add("array", a -> Adding.typed(a, Ops::convertToTensor, Ops::convertToTensor));
  }

  private static DType dtype(Arguments a) {
    return a.dtype("dtype").orElseGet(Promotion::floatx);
  }

  private static Tensor arange(Arguments a) {
    if (List.of("start", "stop", "step").stream()
        .anyMatch(n -> a.raw(n) instanceof Tensor || a.raw(n) instanceof Boolean)) {
      throw new IllegalArgumentException("arange takes numbers. Received: tensors or booleans");
    }
    double start = a.given("stop") ? a.number("start") : 0;
    double stop = a.given("stop") ? a.number("stop") : a.number("start");
    double step = a.optionalNumber("step").orElse(1);
    if (a.dtype("dtype").isPresent()) {
      return Ops.arange(start, stop, step, a.dtype("dtype").get());
    }
    List<Object> given =
        List.of("start", "stop", "step").stream().filter(a::given).map(a::raw).toList();
    boolean integers = given.stream().allMatch(Long.class::isInstance);
    if (integers) {
      return Ops.arange((long) start, (long) stop, (long) step);
    }
    List<Tensor> numbers =
        List.of("start", "stop", "step").stream().filter(a::given).map(a::tensor).toList();
    return Ops.arange(start, stop, step, Promotion.resultType(numbers));
  }

  private static void facts(Adding ops) {
    ops.add("shape", a -> a.tensor("x").shape())
        .add("ndim", a -> (long) a.tensor("x").rank())
        .add("size", a -> a.tensor("x").shape().size())
        .add("dtype", a -> a.tensor("x").dtype())
        .add("convert_to_numpy", a -> a.tensor("x"));
  }

  private static List<Integer> boxed(Arguments a, String name) {
    return IntStream.of(a.integers(name)).boxed().toList();
  }

  /// Names of dtypes; `bool`, `int` and `float` are bare Python numbers.
  private static Object resultType(Arguments a) {
    List<Tensor> standIns =
        a.list("dtypes").stream()
            .map(
                name ->
                    switch ((String) Objects.requireNonNull(name)) {
                      case "bool" -> (Tensor) org.keras4j.tensor.Array.scalar(DType.BOOL, 1L);
                      case "int" -> org.keras4j.tensor.Array.weak(1L);
                      case "float" -> org.keras4j.tensor.Array.weak(1.0);
                      case String dtype -> org.keras4j.tensor.Array.scalar(DType.of(dtype), 1L);
                    })
            .toList();
    return Promotion.resultType(standIns);
  }
}
