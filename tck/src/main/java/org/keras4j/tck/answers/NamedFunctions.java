package org.keras4j.tck.answers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keras4j.tck.parity.MissingFunctionException;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Tensor;

/// The functions that cases pass as arguments, by name. They are made of the table's own functions;
/// tuples are lists.
///
/// {@snippet :
/// var functions = new NamedFunctions(table);
/// table.section("keras.ops.").add("map", a -> Ops.map(x -> functions.tensor(a.function("f"), x), a.tensor("xs")));
/// }
public final class NamedFunctions {
  private final OpTable table;

  /// Functions made of those of a table.
  ///
  /// @param table the table
  public NamedFunctions(OpTable table) {
    this.table = table;
  }

  /// Calls a function that gives one tensor.
  ///
  /// @param name its name
  /// @param args its arguments: tensors, and lists of them for tuples
  /// @return the tensor
  public Tensor tensor(String name, Object... args) {
    return (Tensor) call(name, args);
  }

  /// Calls a function that gives several values.
  ///
  /// @param name its name
  /// @param args its arguments: tensors, and lists of them for tuples
  /// @return the values; a single one as a list of one
  public List<?> list(String name, Object... args) {
    return call(name, args) instanceof List<?> list ? list : List.of(call(name, args));
  }

  /// Calls a function.
  ///
  /// @param name its name
  /// @param args its arguments: tensors, and lists of them for tuples
  /// @return a tensor, or a list of values
  /// @throws MissingFunctionException if there is none of that name
  public Object call(String name, Object... args) {
    return switch (args.length) {
      case 0 -> constant(name);
      case 1 -> ofOne(name, args[0]);
      default -> ofMany(name, args);
    };
  }

  private Object constant(String name) {
    return switch (name) {
      case "one" -> op("convert_to_tensor", 1.0);
      case "two" -> op("convert_to_tensor", 2.0);
      case "ones_2x3" -> op("ones", List.of(2L, 3L));
      case "zeros_2x3" -> op("zeros", List.of(2L, 3L));
      case "pair_a" -> List.of(op("ones", List.of(2L)), op("zeros", List.of(3L), "int32"));
      case "pair_b" -> List.of(op("zeros", List.of(2L)), op("ones", List.of(3L), "int32"));
      default -> throw new MissingFunctionException("function " + name + " of no argument");
    };
  }

  private Object ofOne(String name, Object x) {
    return switch (name) {
      case "identity" -> x;
      case "double" -> op("multiply", x, 2L);
      case "increment", "step" -> op("add", x, 1L);
      case "square" -> op("multiply", x, x);
      case "sin" -> op("sin", x);
      case "row_sum" -> op("sum", x);
      case "sum_squares" -> op("sum", op("multiply", x, x));
      case "two_outputs" -> List.of(op("multiply", x, 2L), op("sum", x));
      case "pair_sum" -> op("add", item(x, 0), item(x, 1));
      case "pair_swap" -> List.of(item(x, 1), op("multiply", item(x, 0), 2L));
      case "square_aux" -> List.of(op("multiply", x, x), op("add", x, 1L));
      case "log1pexp_half" -> op("log", op("add", op("exp", x), 1.0));
      default -> ofMany(name, x);
    };
  }

  private Object ofMany(String name, Object... args) {
    return switch (name) {
      case "below_5" -> op("less", args[0], 5L);
      case "always" -> op("greater_equal", args[0], 0L);
      default -> ofTwo(name, args[0], args[1]);
    };
  }

  private Object ofTwo(String name, Object x, Object y) {
    return switch (name) {
      case "add" -> op("add", x, y);
      case "subtract" -> op("subtract", x, y);
      case "multiply" -> op("multiply", x, y);
      case "maximum" -> op("maximum", x, y);
      case "matmul" -> op("matmul", x, y);
      case "poly" -> op("add", op("multiply", x, x), op("multiply", y, 3L));
      case "dot" -> op("sum", op("multiply", x, y));
      case "affine" ->
          List.of(
              op("multiply", item(x, 0), item(y, 0)),
              op("add", op("multiply", item(x, 1), item(y, 0)), item(y, 1)));
      case "step_double" -> List.of(op("add", x, 1L), op("multiply", y, 2L));
      case "step_outer" -> List.of(op("add", x, 1L), op("add", y, likewise(x, y)));
      case "add_index" -> op("add", y, likewise(x, y));
      case "double_each" -> op("multiply", y, 2L);
      case "fibonacci" -> List.of(item(y, 1), op("add", item(y, 0), item(y, 1)));
      case "running_sum" -> List.of(op("add", x, y), op("add", x, y));
      case "running_product" -> List.of(op("multiply", x, y), x);
      case "count_up" -> List.of(op("add", x, 1L), op("multiply", x, x));
      case "fib_scan" ->
          List.of(List.of(item(x, 1), op("add", item(x, 0), item(x, 1))), item(x, 0));
      default -> throw new MissingFunctionException("function " + name);
    };
  }

  /// `x` in the dtype of `y`.
  private Object likewise(Object x, Object y) {
    return op("cast", x, ((Tensor) y).dtype().kerasName());
  }

  private static Object item(Object tuple, int index) {
    return Objects.requireNonNull(((List<?>) tuple).get(index));
  }

  private Object op(String name, Object... args) {
    try {
      return Objects.requireNonNull(table.call("keras.ops." + name, List.of(args), Map.of()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("keras.ops." + name + " failed: " + e.getMessage(), e);
    }
  }
}
