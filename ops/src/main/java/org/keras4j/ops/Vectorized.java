package org.keras4j.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A function of small tensors, applied to all that larger ones consist of, by NumPy's signatures
/// such as `(m,n),(n)->(m)`: the axes before those named broadcast.
final class Vectorized {
  private static final String AXES = "\\(\\w*(?:,\\w+)*\\)";
  private static final Pattern SIGNATURE =
      Pattern.compile("%s(?:,%s)*->%s".formatted(AXES, AXES, AXES));
  private static final Pattern TERM = Pattern.compile(AXES);

  private final Function<List<Tensor>, Tensor> function;
  private final List<List<String>> core = new ArrayList<>();

  Vectorized(Function<List<Tensor>, Tensor> function, String signature) {
    this.function = function;
    String plain = signature.replace(" ", "");
    if (!SIGNATURE.matcher(plain).matches()) {
      throw new IllegalArgumentException(
          "Expected a signature such as `(m,n),(n)->(m)`. Received: signature=" + signature);
    }
    var terms = TERM.matcher(plain.substring(0, plain.indexOf("->")));
    while (terms.find()) {
      String inner = terms.group().substring(1, terms.group().length() - 1);
      core.add(inner.isEmpty() ? List.of() : List.of(inner.split(",")));
    }
  }

  Tensor apply(List<Tensor> in) {
    if (in.size() != core.size()) {
      throw new IllegalArgumentException(
          "The signature names %d arguments. Received: %d".formatted(core.size(), in.size()));
    }
    Map<String, Integer> sizes = new HashMap<>();
    Shape loop = Shape.SCALAR;
    for (int i = 0; i < in.size(); i++) {
      loop = Shape.broadcast(loop, outer(in.get(i), core.get(i), sizes));
    }
    int count = Math.toIntExact(loop.size());
    var flat = new ArrayList<Tensor>();
    for (int i = 0; i < in.size(); i++) {
      Tensor x = in.get(i);
      Shape inner = x.shape().slice(x.rank() - core.get(i).size(), x.rank());
      Tensor full = OpsBase.expand(OpsBase.strong(x), loop.concat(inner));
      flat.add(Lax.reshape(full, Shape.of(count).concat(inner)));
    }
    Tensor out =
        TransformOps.vectorizedMapTree(
                t -> Tree.leaf(function.apply(t.flatten())), Tree.sequence(flat))
            .single();
    return Lax.reshape(out, loop.concat(out.shape().slice(1, out.rank())));
  }

  private static Shape outer(Tensor x, List<String> names, Map<String, Integer> sizes) {
    int outer = x.rank() - names.size();
    if (outer < 0) {
      throw new IllegalArgumentException(
          "Expected at least the axes %s. Received: shape=%s".formatted(names, x.shape()));
    }
    for (int i = 0; i < names.size(); i++) {
      int size = x.shape().dim(outer + i);
      if (sizes.merge(names.get(i), size, (a, _) -> a) != size) {
        throw new IllegalArgumentException(
            "Expected one size for axis %s. Received: shape=%s".formatted(names.get(i), x.shape()));
      }
    }
    return x.shape().slice(0, outer);
  }
}
