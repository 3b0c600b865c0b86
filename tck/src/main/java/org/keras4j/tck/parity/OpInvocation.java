package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The call of a case of kind `op`, with other tensors in place of the recorded ones where wanted.
///
/// @param c the case
/// @param table the functions
record OpInvocation(Case c, OpTable table) {

  /// Calls the function, each tensor of its arguments replaced by what is given for it and its
  /// path.
  @Nullable Object call(BiFunction<String, Array, Tensor> replace) throws Exception {
    List<Object> args = items(c.list("args"), "", replace);
    Map<String, Object> kwargs = new LinkedHashMap<>();
    c.map("kwargs")
        .forEach((name, value) -> kwargs.put(name, replaced(value, "kwargs." + name, replace)));
    Object result = table.call(c.name(), args, kwargs);
    if (!c.has("applied")) {
      return result;
    }
    if (result instanceof OpRunner.Applied function) {
      return function.apply(items(c.list("applied"), "applied", replace));
    }
    throw new IllegalStateException(
        "The entry of " + c.name() + " must give an OpRunner.Applied. Received: " + result);
  }

  private static Object replaced(
      Object value, String path, BiFunction<String, Array, Tensor> replace) {
    return switch (value) {
      case Array array when array.dtype() != DType.STRING -> replace.apply(path, array);
      case List<?> list -> items(list, path, replace);
      case Map<?, ?> map -> {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach(
            (name, item) ->
                out.put(String.valueOf(name), replaced(item, join(path, name), replace)));
        yield out;
      }
      default -> value;
    };
  }

  private static List<Object> items(
      List<?> list, String path, BiFunction<String, Array, Tensor> replace) {
    List<Object> out = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      out.add(replaced(list.get(i), join(path, i), replace));
    }
    return out;
  }

  private static String join(String path, Object part) {
    return path.isEmpty() ? part.toString() : path + "." + part;
  }

  /// All tensors of an answer, in order.
  static void leaves(@Nullable Object value, List<Tensor> into) {
    switch (value) {
      case Tensor tensor -> into.add(tensor);
      case List<?> list -> list.forEach(item -> leaves(item, into));
      case Tensor[] tensors -> into.addAll(List.of(tensors));
      case Map<?, ?> map -> map.values().forEach(item -> leaves(item, into));
      case Tree<?> tree -> tree.flatten().forEach(item -> leaves(item, into));
      case Optional<?> optional -> leaves(optional.orElse(null), into);
      case null, default -> {}
    }
  }
}
