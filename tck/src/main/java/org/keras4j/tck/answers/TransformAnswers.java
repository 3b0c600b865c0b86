package org.keras4j.tck.answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.keras4j.ops.Ops;
import org.keras4j.ops.Results;
import org.keras4j.ops.WithGradient;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpRunner;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Functions of functions.
final class TransformAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    var functions = new NamedFunctions(table);
    Adding.ops(table)
        .add("vectorized_map", a -> vectorizedMap(functions, a))
        .add("vectorize", a -> vectorize(functions, a))
        .add("jvp", a -> jvp(functions, a))
        .add(
            "stop_gradient",
            a -> a.raw("variable") instanceof Tensor x ? Ops.stopGradient(x) : a.raw("variable"))
        .add("custom_gradient", a -> customGradient(functions, a));
  }

  private static Tree<Tensor> tree(Object value) {
    return Tree.of(value, Tensor.class);
  }

  private static Object plain(Tree<Tensor> tree) {
    return tree instanceof Tree.Leaf<Tensor>(Tensor leaf) ? leaf : tree.flatten();
  }

  private static Tree<Tensor> vectorizedMap(NamedFunctions functions, Arguments a) {
    return Ops.vectorizedMapTree(
        x -> tree(functions.call(a.function("function"), plain(x))), tree(a.raw("elements")));
  }

  private static OpRunner.Applied vectorize(NamedFunctions functions, Arguments a) {
    List<?> excluded = a.given("excluded") ? a.list("excluded") : List.of();
    return arguments -> {
      var all = new ArrayList<Tensor>();
      for (Object argument : arguments) {
        all.add(argument instanceof Tensor t ? t : Array.weak(((Number) argument).doubleValue()));
      }
      var mapped =
          IntStream.range(0, all.size()).filter(i -> !excluded.contains((long) i)).boxed().toList();
      String signature =
          a.optionalText("signature")
              .orElse(String.join(",", Collections.nCopies(mapped.size(), "()")) + "->()");
      return Ops.vectorize(
              in -> {
                Object[] each = all.toArray();
                for (int i = 0; i < mapped.size(); i++) {
                  each[mapped.get(i)] = in.get(i);
                }
                return functions.tensor(a.function("pyfunc"), each);
              },
              signature)
          .apply(mapped.stream().map(all::get).toList());
    };
  }

  private static Object jvp(NamedFunctions functions, Arguments a) {
    boolean aux = a.flag("has_aux");
    var at =
        Ops.jvpWithAux(
            in -> {
              Object out = functions.call(a.function("fun"), in.toArray());
              return aux
                  ? new Results(item(out, 0), item(out, 1))
                  : new Results(tree(out), Tree.sequence(List.of()));
            },
            a.tensors("primals"),
            a.tensors("tangents"));
    return aux ? List.of(at.value(), at.tangents(), at.aux()) : List.of(at.value(), at.tangents());
  }

  private static Tree<Tensor> item(Object tuple, int place) {
    return tree(Objects.requireNonNull(((List<?>) tuple).get(place)));
  }

  /// The only such function is `log1pexp_half`, whose gradient is half of the true one.
  private static OpRunner.Applied customGradient(NamedFunctions functions, Arguments a) {
    String name = a.function("f");
    return arguments ->
        Ops.customGradient(
                in ->
                    new WithGradient(
                        functions.tensor(name, in.getFirst()),
                        g ->
                            List.of(
                                Ops.multiply(Ops.multiply(g, 0.5), Ops.sigmoid(in.getFirst())))))
            .apply(List.of((Tensor) Objects.requireNonNull(arguments.getFirst())));
  }
}
