package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Asks the cases of kind `promotion`: the result's dtype for every combination of dtypes.
public final class PromotionRunner implements CaseRunner {
  private static final int SHOWN = 5;
  private static final Set<String> VECTORS =
      Set.of("bincount", "correlate", "searchsorted", "digitize", "vander", "cross");

  /// Keras on JAX was only traced for these tables, which these functions do not bear: a refusal
  /// there says nothing.
  private static final Set<String> NOT_TRACEABLE =
      Set.of("arange", "bincount", "histogram", "unique");

  private final OpTable table;

  /// Asks the functions of a table.
  ///
  /// @param table the functions; of it `keras.backend.result_type`, which receives names of dtypes
  public PromotionRunner(OpTable table) {
    this.table = table;
  }

  @Override
  public Outcome run(Case c) throws Exception {
    String function =
        c.name().equals("result_type") ? "keras.backend.result_type" : "keras.ops." + c.name();
    if (!table.has(function)) {
      throw new MissingFunctionException(function);
    }
    List<String> problems = new ArrayList<>();
    Map<String, Object> wanted = c.map("table");
    if (c.has("table64")) {
      wanted.putAll(c.map("table64"));
    }
    for (Map.Entry<String, Object> row : wanted.entrySet()) {
      Object got = answer(function, c.name(), List.of(row.getKey().split(",", -1)));
      boolean refused = row.getValue() instanceof String text && text.startsWith("!");
      if (refused && NOT_TRACEABLE.contains(c.name())) {
        continue;
      }
      boolean same = refused ? got.toString().startsWith("!") : got.equals(row.getValue());
      if (!same) {
        problems.add(row.getKey() + ": wanted " + row.getValue() + ", got " + got);
      }
    }
    if (problems.isEmpty()) {
      return Outcome.passed();
    }
    String shown = String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())));
    return Outcome.failed(problems.size() + " of " + wanted.size() + " entries: " + shown);
  }

  private Object answer(String function, String name, List<String> dtypes) {
    try {
      return dtypes(
          name.equals("result_type")
              ? table.call(function, pythonNames(dtypes), Map.of())
              : call(function, name, dtypes));
    } catch (Exception e) {
      return "!" + e;
    }
  }

  private static List<String> pythonNames(List<String> dtypes) {
    return dtypes.stream().map(d -> d.startsWith("py") ? d.substring(2) : d).toList();
  }

  private @Nullable Object call(String function, String name, List<String> dtypes)
      throws Exception {
    Shape shape =
        name.equals("arange")
            ? Shape.SCALAR
            : VECTORS.contains(name) ? Shape.of(3) : Shape.of(2, 2);
    List<Object> x = dtypes.stream().map(d -> ones(d, shape)).toList();
    Map<String, Object> none = Map.of();
    Object condition = ones("bool", Shape.of(2, 2));
    return switch (name) {
      case "concatenate", "stack", "hstack", "vstack" -> table.call(function, List.of(x), none);
      case "where" -> table.call(function, List.of(condition, x.get(0), x.get(1)), none);
      case "select" ->
          table.call(
              function,
              List.of(List.of(condition), List.of(x.get(0))),
              Map.of("default", x.get(1)));
      case "einsum" -> table.call(function, List.of("ij,jk->ik", x.get(0), x.get(1)), none);
      case "tensordot" -> table.call(function, x, Map.of("axes", 1L));
      case "take_along_axis" ->
          table.call(function, List.of(x.get(0), indices(x.get(1))), Map.of("axis", 0L));
      case "linspace" -> table.call(function, x, Map.of("num", 3L));
      case "clip" -> table.call(function, List.of(x.get(0), x.get(1), x.get(1)), none);
      case "quantile" -> table.call(function, List.of(x.get(0), 0.5), none);
      case "top_k" ->
          table.call(function, List.of(x.get(0), 1L), none) instanceof List<?> results
              ? results.getFirst()
              : PyNone.NONE;
      case "one_hot" -> table.call(function, List.of(x.get(0), 2L), none);
      default -> table.call(function, x, none);
    };
  }

  private static Object ones(String dtype, Shape shape) {
    return switch (dtype) {
      case "pybool" -> true;
      case "pyint" -> 1L;
      case "pyfloat" -> 1.0;
      default -> {
        Elements out = Elements.zeros(new TensorType(DType.of(dtype), shape));
        for (int i = 0; i < out.size(); i++) {
          out.setLong(i, 1);
        }
        yield out.toArray();
      }
    };
  }

  /// Zeros where the ones would be indices out of bounds.
  private static Object indices(Object ones) {
    return ones instanceof Array array ? Elements.zeros(array.type()).toArray() : ones;
  }

  private static Object dtypes(@Nullable Object answer) {
    return switch (answer) {
      case Tensor tensor -> tensor.dtype().kerasName();
      case DType dtype -> dtype.kerasName();
      case List<?> list -> list.stream().map(PromotionRunner::dtypes).toList();
      case String text -> text;
      case Boolean _ -> "bool";
      case Long _, Integer _ -> "int";
      case Double _ -> "float";
      case null, default -> String.valueOf(answer);
    };
  }
}
