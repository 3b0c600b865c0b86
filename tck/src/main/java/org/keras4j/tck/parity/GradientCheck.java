package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.transform.Gradients;

/// Holds the gradients of a case of kind `op` against the recorded ones.
final class GradientCheck {
  private GradientCheck() {}

  static Optional<Difference> difference(OpInvocation op) throws Exception {
    Case c = op.c();
    Map<String, Object> want = c.map("grads");
    List<String> paths = List.copyOf(want.keySet());
    Map<String, Array> primals = new LinkedHashMap<>();
    op.call(
        (path, array) -> {
          primals.put(path, array);
          return array;
        });
    List<Array> arguments =
        paths.stream().map(path -> Optional.ofNullable(primals.get(path)).orElseThrow()).toList();
    Gradients.Differentiated at =
        Gradients.vjp(xs -> floatOutputs(op, paths, xs), arguments, List.of());
    List<Optional<Tensor>> cotangents =
        c.list("cotangents").stream().map(g -> Optional.of((Tensor) g)).toList();
    List<Tensor> got = at.back().apply(cotangents);
    for (int i = 0; i < paths.size(); i++) {
      Array gradient = Values.concrete(got.get(i));
      Array wanted = (Array) Optional.ofNullable(want.get(paths.get(i))).orElseThrow();
      Optional<Difference> difference =
          Comparison.tensors(paths.get(i), gradient, wanted, Tolerance.of(c));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static List<Tensor> floatOutputs(OpInvocation op, List<String> paths, List<Tensor> xs) {
    try {
      List<Tensor> outputs = new ArrayList<>();
      OpInvocation.leaves(
          op.call((path, array) -> paths.contains(path) ? xs.get(paths.indexOf(path)) : array),
          outputs);
      return outputs.stream().filter(t -> t.dtype().isFloat()).toList();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
