package org.keras4j.tck.answers;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keras4j.ops.Ops;
import org.keras4j.ops.ScanStep;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.FunctionName;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Branches and loops, which take functions.
final class ControlAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    var functions = new NamedFunctions(table);
    Adding.ops(table)
        .add("cond", a -> cond(functions, a))
        .add("switch", a -> switchCase(functions, a))
        .add("while_loop", a -> whileLoop(functions, a))
        .add("fori_loop", a -> foriLoop(functions, a))
        .add("scan", a -> scan(functions, a))
        .add("map", a -> map(functions, a))
        .add("associative_scan", a -> associativeScan(functions, a))
        .add("is_tensor", a -> a.raw("x") instanceof Tensor);
  }

  private static Tree<Tensor> tree(Object value) {
    return Tree.of(strong(value), Tensor.class);
  }

  private static Object strong(Object value) {
    return switch (value) {
      case Long number -> org.keras4j.tensor.Array.weak(number.longValue());
      case Double number -> org.keras4j.tensor.Array.weak(number.doubleValue());
      case PyNone _ -> List.of();
      case List<?> list -> list.stream().map(item -> strong(Objects.requireNonNull(item))).toList();
      default -> value;
    };
  }

  /// A tree as the functions of the table take tuples.
  private static Object plain(Tree<Tensor> tree) {
    return switch (tree) {
      case Tree.Leaf<Tensor> leaf -> leaf.value();
      case Tree.Sequence<Tensor> sequence ->
          sequence.items().stream().map(ControlAnswers::plain).toList();
      case Tree.Mapping<Tensor> mapping ->
          throw new IllegalArgumentException("Expected no dict. Received: " + mapping);
    };
  }

  private static Tree<Tensor> cond(NamedFunctions functions, Arguments a) {
    return Ops.condTree(
        a.tensor("pred"),
        () -> tree(functions.call(a.function("true_fn"))),
        () -> tree(functions.call(a.function("false_fn"))));
  }

  private static Tree<Tensor> switchCase(NamedFunctions functions, Arguments a) {
    Object[] operands = a.list("operands").toArray();
    List<Supplier<Tree<Tensor>>> branches =
        a.list("branches").stream()
            .<Supplier<Tree<Tensor>>>map(
                f -> () -> tree(functions.call(((FunctionName) f).name(), operands)))
            .toList();
    return Ops.switchTree(a.tensor("index"), branches);
  }

  /// A bare loop variable comes back bare.
  private static Object whileLoop(NamedFunctions functions, Arguments a) {
    List<Tensor> end = loop(functions, a);
    return a.isList("loop_vars") ? end : end.getFirst();
  }

  private static List<Tensor> loop(NamedFunctions functions, Arguments a) {
    Function<List<Tensor>, Tensor> condition =
        v -> functions.tensor(a.function("cond"), v.toArray());
    Function<List<Tensor>, List<Tensor>> body =
        v ->
            functions.list(a.function("body"), v.toArray()).stream()
                .map(Tensor.class::cast)
                .toList();
    return a.given("maximum_iterations")
        ? Ops.whileLoop(condition, body, a.tensors("loop_vars"), a.integer("maximum_iterations"))
        : Ops.whileLoop(condition, body, a.tensors("loop_vars"));
  }

  private static Tree<Tensor> foriLoop(NamedFunctions functions, Arguments a) {
    return Ops.foriLoopTree(
        a.integer("lower"),
        a.integer("upper"),
        (i, carry) -> tree(functions.call(a.function("body_fun"), i, plain(carry))),
        tree(a.raw("init_val")));
  }

  private static Object scan(NamedFunctions functions, Arguments a) {
    ScanStep<Tree<Tensor>> end =
        Ops.scanTree(
            (carry, x) -> {
              List<?> step = functions.list(a.function("f"), plain(carry), plain(x));
              return new ScanStep<>(
                  tree(Objects.requireNonNull(step.getFirst())),
                  tree(Objects.requireNonNull(step.getLast())));
            },
            tree(a.raw("init")),
            tree(a.raw("xs")),
            o -> {
              a.optionalInteger("length").ifPresent(o::length);
              o.reverse(a.flag("reverse"));
              if (a.raw("unroll") instanceof Long) {
                o.unroll(a.integer("unroll"));
              }
            });
    return List.of(end.carry(), end.output());
  }

  private static Tree<Tensor> map(NamedFunctions functions, Arguments a) {
    return Ops.mapTree(x -> tree(functions.call(a.function("f"), plain(x))), tree(a.raw("xs")));
  }

  private static Tree<Tensor> associativeScan(NamedFunctions functions, Arguments a) {
    return Ops.associativeScanTree(
        (x, y) -> tree(functions.call(a.function("f"), plain(x), plain(y))),
        tree(a.raw("elems")),
        a.flag("reverse"),
        a.integer("axis"));
  }
}
