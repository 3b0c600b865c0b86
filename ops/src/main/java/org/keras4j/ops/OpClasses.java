package org.keras4j.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The functions of {@link Ops} by the Keras class that stands for each in the config of a model,
/// for reading such configs.
///
/// {@snippet :
/// OpClasses.apply("Softmax", Arguments.of(x), name -> Optional.of(-1L)); // Ops.softmax(x, -1)
/// }
///
/// @see <a href="https://keras.io/api/ops/">keras.ops</a>
public final class OpClasses {
  private static final Map<String, OpClass> TABLE = new LinkedHashMap<>();

  private OpClasses() {}

  /// One class: its Python module, the names of what it is called with, and the function.
  private record OpClass(
      String module, List<String> arguments, Function<OpArguments, Object> function) {}

  /// The classes of one Python module.
  static final class Module {
    private final String name;

    Module(String name) {
      this.name = "keras.src.ops." + name;
    }

    /// A class whose parameters and arguments (`"x1 x2"`) a function reads by name.
    Module add(String className, String arguments, Function<OpArguments, Object> function) {
      TABLE.put(className, new OpClass(name, List.of(arguments.split(" ")), function));
      return this;
    }

    Module unary(String className, UnaryOperator<Tensor> function) {
      return add(className, "x", a -> function.apply(a.tensor("x")));
    }

    Module binary(String className, BinaryOperator<Tensor> function) {
      return add(className, "x1 x2", a -> function.apply(a.tensor("x1"), a.tensor("x2")));
    }

    Module bits(String className, BinaryOperator<Tensor> function) {
      return add(className, "x y", a -> function.apply(a.tensor("x"), a.tensor("y")));
    }

    /// A class with the parameters `axis` and `keepdims`.
    Module reduction(String className, java.util.function.BiFunction<Tensor, Axes, Tensor> f) {
      return add(className, "x", a -> f.apply(a.tensor("x"), a.axes()));
    }
  }

  static {
    ElementClasses.addTo(new Module("numpy"));
    ArrayClasses.addTo(new Module("numpy"));
    ArrayClasses.addCore(new Module("core"));
    ArrayClasses.addEinops(new Module("einops"));
    NetworkClasses.addMath(new Module("math"));
    NetworkClasses.addNetworks(new Module("nn"));
    NetworkClasses.addLinalg(new Module("linalg"));
    ImageClasses.addTo(new Module("image"));
    SignalClasses.addNumpy(new Module("numpy"));
    SignalClasses.addMath(new Module("math"));
    SignalClasses.addNetworks(new Module("nn"));
    SignalClasses.addLinalg(new Module("linalg"));
  }

  /// Whether there is a function for a class.
  public static boolean knows(String className) {
    return TABLE.containsKey(className);
  }

  /// The Python module of a class.
  ///
  /// @throws IllegalArgumentException if there is no function for it
  public static String module(String className) {
    return find(className).module();
  }

  /// Applies the function of a class.
  ///
  /// @param className Keras's class, such as `Sum`
  /// @param arguments what it is called with; numbers stand for Python's
  /// @param parameters the values of its config by keyword; empty for `None` and absent ones
  /// @throws IllegalArgumentException if there is no function for it or a value does not fit
  public static Tree<Tensor> apply(
      String className, Arguments arguments, Function<String, Optional<?>> parameters) {
    OpClass found = find(className);
    Object result =
        found.function().apply(OpArguments.bind(found.arguments(), arguments, parameters));
    return Tree.of(result, Tensor.class);
  }

  private static OpClass find(String className) {
    return Optional.ofNullable(TABLE.get(className))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Could not locate the operation '%s'. Operations in configs are those of keras.ops."
                        .formatted(className)));
  }
}
