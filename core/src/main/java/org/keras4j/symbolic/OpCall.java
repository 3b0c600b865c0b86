package org.keras4j.symbolic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// A function of `Ops` as it stands in a drawing: Keras's class name of the operation, and its
/// parameters.
///
/// On concrete or traced tensors the functions below only run the body.
public final class OpCall extends Operation {
  private static final ScopedValue<String> GIVEN_NAME = ScopedValue.newInstance();

  private final String className;
  private final String name;
  private final Map<String, Object> parameters;
  private final Function<Arguments, Tree<Tensor>> body;
  private final Optional<Function<Arguments, Tree<TensorType>>> types;

  private OpCall(
      String className,
      Map<String, Object> parameters,
      Function<Arguments, Tree<Tensor>> body,
      Optional<Function<Arguments, Tree<TensorType>>> types) {
    this.className = className;
    this.name = GIVEN_NAME.isBound() ? GIVEN_NAME.get() : Names.auto(Names.snakeCase(className));
    this.parameters = Map.copyOf(parameters);
    this.body = body;
    this.types = types;
  }

  /// Runs `body`; what it draws is called `name`: for reading a drawing from a config.
  public static <T> T named(String name, Supplier<T> body) {
    return ScopedValue.where(GIVEN_NAME, name).call(body::get);
  }

  /// Applies a function of one tensor.
  ///
  /// @param className Keras's class of the operation, such as `Softmax`
  /// @param parameters what Keras's class takes besides tensors, by keyword; asked for only when
  ///   drawing
  public static Tensor of(
      String className,
      Tensor x,
      Supplier<Map<String, Object>> parameters,
      UnaryOperator<Tensor> body) {
    if (!(x instanceof KerasTensor)) {
      return body.apply(x);
    }
    return draw(
            className,
            parameters,
            Arguments.of(x),
            a -> Tree.leaf(body.apply(a.tensors().getFirst())))
        .single();
  }

  /// Applies a function of two tensors.
  public static Tensor of(
      String className,
      Tensor x,
      Tensor y,
      Supplier<Map<String, Object>> parameters,
      BinaryOperator<Tensor> body) {
    if (!(x instanceof KerasTensor) && !(y instanceof KerasTensor)) {
      return body.apply(x, y);
    }
    return draw(
            className,
            parameters,
            Arguments.of(x, y),
            a -> Tree.leaf(body.apply(a.tensors().get(0), a.tensors().get(1))))
        .single();
  }

  /// Applies a function of several tensors with one result.
  public static Tensor of(
      String className,
      List<? extends Tensor> in,
      Supplier<Map<String, Object>> parameters,
      Function<List<Tensor>, Tensor> body) {
    for (Tensor t : in) {
      if (t instanceof KerasTensor) {
        return draw(
                className,
                parameters,
                Arguments.of(in.toArray()),
                a -> Tree.leaf(body.apply(a.tensors())))
            .single();
      }
    }
    return body.apply(List.copyOf(in));
  }

  /// Applies a function of any arguments with any results.
  public static Tree<Tensor> of(
      String className,
      Arguments arguments,
      Supplier<Map<String, Object>> parameters,
      Function<Arguments, Tree<Tensor>> body) {
    return arguments.isSymbolic()
        ? draw(className, parameters, arguments, body)
        : body.apply(arguments);
  }

  /// Applies a function of any arguments with any results, whose types in a drawing are worked out
  /// by a rule of its own: for results whose sizes depend on values, or that two stand-in sizes
  /// would not fit.
  ///
  /// @param types the types of the results, unknown sizes among them
  public static Tree<Tensor> of(
      String className,
      Arguments arguments,
      Supplier<Map<String, Object>> parameters,
      Function<Arguments, Tree<Tensor>> body,
      Function<Arguments, Tree<TensorType>> types) {
    return arguments.isSymbolic()
        ? new OpCall(className, parameters.get(), body, Optional.of(types)).draw(arguments)
        : body.apply(arguments);
  }

  private static Tree<Tensor> draw(
      String className,
      Supplier<Map<String, Object>> parameters,
      Arguments arguments,
      Function<Arguments, Tree<Tensor>> body) {
    return new OpCall(className, parameters.get(), body, Optional.empty()).draw(arguments);
  }

  @Override
  protected Tree<TensorType> outputTypes(Arguments arguments) {
    return types.map(rule -> rule.apply(arguments)).orElseGet(() -> super.outputTypes(arguments));
  }

  /// Keras's class of the operation.
  public String className() {
    return className;
  }

  /// What it takes besides tensors, by Keras's keyword.
  public Map<String, Object> parameters() {
    return parameters;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  protected Tree<Tensor> compute(Arguments arguments) {
    return body.apply(arguments);
  }
}
