package org.keras4j.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The functions of `Ops` that may stand in the config of a model, by the Keras class that stands
/// for them there.
final class Operators {
  private static final Map<String, Operator> TABLE = new LinkedHashMap<>();

  private Operators() {}

  /// One function: the Python module of its class, and how it is applied.
  private record Operator(String module, Application application) {}

  /// Applies a function to arguments, with the parameters of its config.
  interface Application {
    Tree<Tensor> apply(Arguments arguments, Config parameters);
  }

  static {
    unary("Absolute", Ops::absolute);
    unary("Exp", Ops::exp);
    unary("Log", Ops::log);
    unary("Negative", Ops::negative);
    unary("Sqrt", Ops::sqrt);
    unary("Square", Ops::square);
    unary("Tanh", Ops::tanh);
    binary("Add", Ops::add);
    binary("Divide", Ops::divide);
    binary("Greater", Ops::greater);
    binary("Maximum", Ops::maximum);
    binary("Minimum", Ops::minimum);
    binary("Multiply", Ops::multiply);
    binary("NotEqual", Ops::notEqual);
    binary("Power", Ops::power);
    binary("Subtract", Ops::subtract);
    binary("TrueDivide", Ops::trueDivide);
  }

  private static void unary(String className, UnaryOperator<Tensor> function) {
    TABLE.put(
        className,
        new Operator(
            "keras.src.ops.numpy", (a, _) -> Tree.leaf(function.apply(operands(a).getFirst()))));
  }

  private static void binary(String className, BinaryOperator<Tensor> function) {
    TABLE.put(
        className,
        new Operator(
            "keras.src.ops.numpy",
            (a, _) -> {
              var in = operands(a);
              return Tree.leaf(function.apply(in.get(0), in.get(1)));
            }));
  }

  /// The arguments as tensors; Python numbers become weak ones.
  private static List<Tensor> operands(Arguments arguments) {
    var out = new ArrayList<Tensor>();
    for (Object o : arguments.positional()) {
      out.add(operand(o));
    }
    arguments.keyword().values().forEach(o -> out.add(operand(o)));
    return out;
  }

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
