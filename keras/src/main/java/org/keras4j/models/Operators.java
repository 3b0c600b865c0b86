package org.keras4j.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.PythonSlice;
import org.keras4j.config.Registry;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Index;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The functions of `Ops` that may stand in the config of a model, by the Keras class that stands
/// for them there.
final class Operators {
  private static final String NUMPY = "numpy";
  private static final String MATH = "math";
  private static final String NN = "nn";
  private static final String CORE = "core";
  private static final Map<String, Operator> TABLE = new LinkedHashMap<>();

  private Operators() {}

  /// One function: the Python module of its class, and how it is applied.
  private record Operator(String module, Application application) {}

  /// Applies a function to arguments, with the parameters of its config.
  interface Application {
    Tree<Tensor> apply(Arguments arguments, Config parameters);
  }

  static {
    elementwise();
    pairs();
    reductions();
    shapes();
    networks();
  }

  private static void elementwise() {
    unary(NUMPY, "Absolute", Ops::absolute);
    unary(NUMPY, "Ceil", Ops::ceil);
    unary(NUMPY, "Cos", Ops::cos);
    unary(NUMPY, "Exp", Ops::exp);
    unary(NUMPY, "Expm1", Ops::expm1);
    unary(NUMPY, "Floor", Ops::floor);
    unary(NUMPY, "Isnan", Ops::isnan);
    unary(NUMPY, "Log", Ops::log);
    unary(NUMPY, "Log10", Ops::log10);
    unary(NUMPY, "Log1p", Ops::log1p);
    unary(NUMPY, "Log2", Ops::log2);
    unary(NUMPY, "LogicalNot", Ops::logicalNot);
    unary(NUMPY, "Negative", Ops::negative);
    unary(NUMPY, "Reciprocal", Ops::reciprocal);
    unary(NUMPY, "Sign", Ops::sign);
    unary(NUMPY, "Sin", Ops::sin);
    unary(NUMPY, "Sqrt", Ops::sqrt);
    unary(NUMPY, "Square", Ops::square);
    unary(NUMPY, "Tan", Ops::tan);
    unary(NUMPY, "Tanh", Ops::tanh);
    unary(MATH, "Erf", Ops::erf);
    unary(MATH, "Rsqrt", Ops::rsqrt);
    one(NUMPY, "Round", (x, c) -> Ops.round(x, integer(c, "decimals", 0)));
    one(CORE, "Cast", (x, c) -> Ops.cast(x, c.string("dtype")));
    one(NUMPY, "ZerosLike", (x, c) -> dtype(c).map(d -> Ops.zerosLike(x, d)).orElseGet(() -> Ops.zerosLike(x)));
    one(NUMPY, "OnesLike", (x, c) -> dtype(c).map(d -> Ops.onesLike(x, d)).orElseGet(() -> Ops.onesLike(x)));
    put(NUMPY, "Clip", Operators::clip);
    put(NUMPY, "Where", (a, _) -> one(Ops.where(in(a, 0), in(a, 1), in(a, 2))));
  }

  private static Tree<Tensor> clip(Arguments a, Config c) {
    return one(
        a.positional().size() > 1
            ? Ops.clip(in(a, 0), in(a, 1), in(a, 2))
            : Ops.clip(in(a, 0), operand(value(c, "x_min")), operand(value(c, "x_max"))));
  }

  private static void pairs() {
    binary("Add", Ops::add);
    binary("Arctan2", Ops::arctan2);
    binary("Divide", Ops::divide);
    binary("DivideNoNan", Ops::divideNoNan);
    binary("Equal", Ops::equal);
    binary("FloorDivide", Ops::floorDivide);
    binary("Greater", Ops::greater);
    binary("GreaterEqual", Ops::greaterEqual);
    binary("Less", Ops::less);
    binary("LessEqual", Ops::lessEqual);
    binary("LogicalAnd", Ops::logicalAnd);
    binary("LogicalOr", Ops::logicalOr);
    binary("LogicalXor", Ops::logicalXor);
    binary("Matmul", Ops::matmul);
    binary("Maximum", Ops::maximum);
    binary("Minimum", Ops::minimum);
    binary("Mod", Ops::mod);
    binary("Multiply", Ops::multiply);
    binary("NotEqual", Ops::notEqual);
    binary("Power", Ops::power);
    binary("Subtract", Ops::subtract);
    binary("TrueDivide", Ops::trueDivide);
  }

  private static void reductions() {
    reduction("All", Ops::all);
    reduction("Any", Ops::any);
    reduction("Mean", Ops::mean);
    reduction("Min", Ops::min);
    reduction("Max", Ops::max);
    reduction("Prod", Ops::prod);
    reduction("Std", Ops::std);
    reduction("Sum", Ops::sum);
    reduction("Var", Ops::var);
    one(
        NUMPY,
        "Argmax",
        (x, c) ->
            Ops.argmax(
                x, c.find("axis").map(Codec.INT::decode), Boolean.TRUE.equals(c.get("keepdims"))));
    put(
        MATH,
        "TopK",
        (a, c) ->
            Tree.sequence(
                Ops.topK(
                    in(a, 0), integer(c, "k", 1), !Boolean.FALSE.equals(c.get("sorted")))));
  }

  private static void shapes() {
    one(NUMPY, "Reshape", (x, c) -> Ops.reshape(x, sizes(c, "newshape")));
    one(
        NUMPY,
        "Transpose",
        (x, c) -> c.get("axes") == null ? Ops.transpose(x) : Ops.transpose(x, ints(c, "axes")));
    one(NUMPY, "ExpandDims", (x, c) -> Ops.expandDims(x, boxed(c, "axis")));
    one(
        NUMPY,
        "Squeeze",
        (x, c) -> c.get("axis") == null ? Ops.squeeze(x) : Ops.squeeze(x, ints(c, "axis")));
    one(NUMPY, "BroadcastTo", (x, c) -> Ops.broadcastTo(x, Config.toShape(c.get("shape"))));
    one(NUMPY, "Flip", (x, c) -> Ops.flip(x, axes(c)));
    one(
        NUMPY,
        "Swapaxes",
        (x, c) -> Ops.swapaxes(x, integer(c, "axis1", 0), integer(c, "axis2", 1)));
    one(
        NUMPY,
        "Moveaxis",
        (x, c) -> Ops.moveaxis(x, boxed(c, "source"), boxed(c, "destination")));
    put(NUMPY, "Concatenate", (a, c) -> one(Ops.concatenate(list(a), integer(c, "axis", 0))));
    put(NUMPY, "Stack", (a, c) -> one(Ops.stack(list(a), integer(c, "axis", 0))));
    put(NUMPY, "Einsum", (a, c) -> one(Ops.einsum(c.string("subscripts"), all(a))));
    put(
        NUMPY,
        "Take",
        (a, c) ->
            one(
                c.get("axis") == null
                    ? Ops.take(in(a, 0), in(a, 1))
                    : Ops.take(in(a, 0), in(a, 1), integer(c, "axis", 0))));
    put(NUMPY, "GetItem", (a, _) -> one(Ops.getItem(in(a, 0), key(a.positional().get(1)))));
  }

  private static void networks() {
    unary(NN, "HardSigmoid", Ops::hardSigmoid);
    unary(NN, "HardSilu", Ops::hardSilu);
    unary(NN, "HardTanh", Ops::hardTanh);
    unary(NN, "LogSigmoid", Ops::logSigmoid);
    unary(NN, "Relu", Ops::relu);
    unary(NN, "Relu6", Ops::relu6);
    unary(NN, "Selu", Ops::selu);
    unary(NN, "Sigmoid", Ops::sigmoid);
    unary(NN, "Silu", Ops::silu);
    unary(NN, "Softplus", Ops::softplus);
    unary(NN, "Softsign", Ops::softsign);
    one(NN, "Softmax", (x, c) -> Ops.softmax(x, integer(c, "axis", -1)));
    one(NN, "LogSoftmax", (x, c) -> Ops.logSoftmax(x, integer(c, "axis", -1)));
    one(NN, "Gelu", (x, c) -> Ops.gelu(x, Boolean.TRUE.equals(c.get("approximate"))));
    one(NN, "LeakyRelu", (x, c) -> Ops.leakyRelu(x, number(c, "negative_slope", 0.2)));
    one(NN, "Elu", (x, c) -> Ops.elu(x, number(c, "alpha", 1)));
    one(NN, "Celu", (x, c) -> Ops.celu(x, number(c, "alpha", 1)));
    one(NN, "Glu", (x, c) -> Ops.glu(x, integer(c, "axis", -1)));
  }

  private static void put(String module, String className, Application application) {
    TABLE.put(className, new Operator("keras.src.ops." + module, application));
  }

  private static void one(
      String module, String className, BiFunction<Tensor, Config, Tensor> function) {
    put(module, className, (a, c) -> one(function.apply(in(a, 0), c)));
  }

  private static void unary(String module, String className, UnaryOperator<Tensor> function) {
    put(module, className, (a, _) -> one(function.apply(in(a, 0))));
  }

  private static void binary(String className, BinaryOperator<Tensor> function) {
    put(NUMPY, className, (a, _) -> one(function.apply(in(a, 0), in(a, 1))));
  }

  private static void reduction(String className, BiFunction<Tensor, Axes, Tensor> function) {
    one(
        NUMPY,
        className,
        (x, c) ->
            function.apply(x, axes(c).keepDims(Boolean.TRUE.equals(c.get("keepdims")))));
  }

  private static Tree<Tensor> one(Tensor x) {
    return Tree.leaf(x);
  }

  // ---- Arguments --------------------------------------------------------------------------------

  private static Tensor in(Arguments arguments, int place) {
    var positional = arguments.positional();
    if (place < positional.size()) {
      return operand(positional.get(place));
    }
    var keyword = List.copyOf(arguments.keyword().values());
    if (place - positional.size() >= keyword.size()) {
      throw new IllegalArgumentException(
          "Expected at least %d operands. Received: %d"
              .formatted(place + 1, positional.size() + keyword.size()));
    }
    return operand(keyword.get(place - positional.size()));
  }

  private static Tensor[] all(Arguments arguments) {
    return arguments.positional().stream().map(Operators::operand).toArray(Tensor[]::new);
  }

  private static List<Tensor> list(Arguments arguments) {
    if (arguments.positional().getFirst() instanceof List<?> list) {
      return list.stream().map(Operators::operand).toList();
    }
    throw new IllegalArgumentException("Expected a list of operands. Received: " + arguments);
  }

  /// A Python number becomes a tensor whose dtype gives way.
  private static Tensor operand(Object value) {
    return switch (value) {
      case Tensor t -> t;
      case Long l -> Array.weak(l);
      case Double d -> Array.weak(d);
      case Boolean b -> Array.weak(b);
      default ->
          throw new IllegalArgumentException(
              "Expected a tensor or a number as operand. Received: " + value);
    };
  }

  private static Index[] key(Object key) {
    return key instanceof List<?> list
        ? list.stream().map(Operators::index).toArray(Index[]::new)
        : new Index[] {index(key)};
  }

  private static Index index(Object value) {
    return switch (value) {
      case Long place -> Index.at(Math.toIntExact(place));
      case PythonSlice(var start, var stop, var step) ->
          Index.range(place(start), place(stop), place(step).orElse(1));
      case Registry.Ellipsis _ -> Index.ellipsis();
      case Optional<?> none when none.isEmpty() -> Index.newAxis();
      case Tensor places -> Index.of(places);
      default ->
          throw new IllegalArgumentException("Expected an index or a slice. Received: " + value);
    };
  }

  private static Optional<Integer> place(@Nullable Long value) {
    return Optional.ofNullable(value).map(Math::toIntExact);
  }

  // ---- Parameters -------------------------------------------------------------------------------

  private static Object value(Config c, String key) {
    return c.find(key)
        .orElseThrow(() -> new IllegalArgumentException("Expected `%s` in %s".formatted(key, c)));
  }

  private static int integer(Config c, String key, int byDefault) {
    return c.find(key).map(Codec.INT::decode).orElse(byDefault);
  }

  private static double number(Config c, String key, double byDefault) {
    return c.find(key).map(Codec.DOUBLE::decode).orElse(byDefault);
  }

  private static Optional<DType> dtype(Config c) {
    return c.find("dtype").map(Codec.DTYPE::decode);
  }

  private static List<Integer> boxed(Config c, String key) {
    Object given = value(c, key);
    return given instanceof List<?> ? Codec.INTS.decode(given) : List.of(Codec.INT.decode(given));
  }

  private static int[] ints(Config c, String key) {
    return boxed(c, key).stream().mapToInt(Integer::intValue).toArray();
  }

  /// Sizes of which one may be left open, as `null` or -1.
  private static int[] sizes(Config c, String key) {
    return c.list(key).stream()
        .mapToInt(d -> d == null ? -1 : Codec.INT.decode(d))
        .toArray();
  }

  private static Axes axes(Config c) {
    return c.get("axis") == null ? Axes.all() : Axes.of(boxed(c, "axis"));
  }

  static boolean knows(Config json) {
    return json.find("module").map(m -> m.toString().startsWith("keras.src.ops.")).orElse(false);
  }

  private static Operator operator(String className) {
    return Optional.ofNullable(TABLE.get(className))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Could not locate the operation '%s'. Operations in configs are those of keras.ops."
                        .formatted(className)));
  }

  static Config serialize(OpCall call) {
    return Config.of("module", operator(call.className()).module())
        .with("class_name", call.className())
        .with("config", Config.of("name", call.name()).with(Config.of(call.parameters())))
        .with("registered_name", call.className());
  }

  static Tree<Tensor> apply(Config json, String name, Arguments arguments) {
    var parameters = json.get("config") == null ? Config.EMPTY : json.child("config");
    return OpCall.named(
        name, () -> operator(json.string("class_name")).application().apply(arguments, parameters));
  }
}
