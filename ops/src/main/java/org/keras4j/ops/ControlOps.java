package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.StateScope;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Branches and loops.
///
/// Computed at once they are Java's own, so that functions may look at values; in a program being
/// traced they become one operation.
abstract class ControlOps extends ImageOps {
  ControlOps() {}

  private static boolean atOnce() {
    return StateScope.current().isEmpty();
  }

  /// The result of one of two functions.
  ///
  /// Both must give the same structure of the same types. They may read and assign variables.
  ///
  /// {@snippet :
  /// var y = Ops.cond(Ops.greater(x, 0), () -> x, () -> Ops.negative(x));
  /// }
  ///
  /// @param predicate a scalar
  /// @throws IllegalArgumentException if the predicate is not a scalar or the results differ in
  ///   type
  /// @see <a href="https://keras.io/api/ops/core/#cond-function">keras.ops.cond</a>
  public static Tensor cond(
      Tensor predicate, Supplier<? extends Tensor> onTrue, Supplier<? extends Tensor> onFalse) {
    return condTree(
            predicate,
            () -> Tree.<Tensor>leaf(onTrue.get()),
            () -> Tree.<Tensor>leaf(onFalse.get()))
        .single();
  }

  /// {@link #cond} of functions that give structures.
  ///
  /// @throws IllegalArgumentException if the predicate is not a scalar or the results differ in
  ///   type
  public static Tree<Tensor> condTree(
      Tensor predicate, Supplier<Tree<Tensor>> onTrue, Supplier<Tree<Tensor>> onFalse) {
    Tensor truth = scalarTruth("cond", predicate);
    if (truth instanceof Array known) {
      return (known.item() != 0 ? onTrue : onFalse).get().map(OpsBase::strong);
    }
    return Branches.choose(Lax.convert(truth, DType.INT32), List.of(onFalse, onTrue));
  }

  private static Tensor scalarTruth(String function, Tensor predicate) {
    Tensor truth = truth(predicate);
    if (truth.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "%s takes a scalar to decide by. Received: shape=%s"
              .formatted(function, predicate.shape()));
    }
    return truth;
  }

  /// The result of the function of a number; a number too small or large means the first or last.
  ///
  /// All must give the same types. They may read and assign variables.
  ///
  /// {@snippet :
  /// var y = Ops.switchCase(index, List.of(in -> a.apply(in), in -> b.apply(in)), x);
  /// }
  ///
  /// @param index an integer scalar
  /// @throws IllegalArgumentException if there are no branches, the index is not a scalar or the
  ///   results differ in type
  /// @see <a href="https://keras.io/api/ops/core/#switch-function">keras.ops.switch</a>
  public static Tensor switchCase(
      Tensor index, List<Function<List<Tensor>, Tensor>> branches, Tensor... operands) {
    return switchTree(
            index,
            branches.stream()
                .<Supplier<Tree<Tensor>>>map(
                    b -> () -> Tree.<Tensor>leaf(b.apply(List.of(operands))))
                .toList())
        .single();
  }

  /// {@link #switchCase} of functions that give structures.
  ///
  /// @throws IllegalArgumentException as {@link #switchCase}
  public static Tree<Tensor> switchTree(Tensor index, List<Supplier<Tree<Tensor>>> branches) {
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("switch needs at least one branch. Received: none");
    }
    Tensor number = as(strong(index), DType.INT32);
    if (number.rank() != 0) {
      throw new IllegalArgumentException(
          "switch takes an integer scalar. Received: index.shape=" + index.shape());
    }
    if (number instanceof Array known) {
      int i = Math.clamp(known.elements().getLong(0), 0, branches.size() - 1);
      return branches.get(i).get().map(OpsBase::strong);
    }
    return Branches.choose(number, branches);
  }

  /// Repeats `body` while `condition` holds.
  ///
  /// The body gives as many tensors as it takes, of the same shapes and dtypes. Both may read
  /// variables, and the body may assign them. No gradient flows through a loop whose number of
  /// steps is not known when it is traced: use {@link #foriLoop} or {@link #scan} there.
  ///
  /// {@snippet :
  /// var powers = Ops.whileLoop(
  ///     v -> Ops.less(v.get(0), 5),
  ///     v -> List.of(Ops.add(v.get(0), 1), Ops.multiply(v.get(1), 2)),
  ///     List.of(zero, x));
  /// }
  ///
  /// @throws IllegalArgumentException if the body changes types, or the condition is not a scalar
  /// @see <a href="https://keras.io/api/ops/core/#whileloop-function">keras.ops.while_loop</a>
  public static List<Tensor> whileLoop(
      Function<List<Tensor>, Tensor> condition,
      Function<List<Tensor>, List<Tensor>> body,
      List<? extends Tensor> loopVars) {
    var init = loopVars.stream().map(OpsBase::strong).toList();
    if (!atOnce()) {
      return Loops.whileLoop(v -> scalarTruth("whileLoop", condition.apply(v)), body, init);
    }
    var types = init.stream().map(Tensor::type).toList();
    List<Tensor> carry = init;
    while (((Array) scalarTruth("whileLoop", condition.apply(carry))).item() != 0) {
      carry = Loops.kept(body.apply(carry), types, "whileLoop");
    }
    return carry;
  }

  /// {@link #whileLoop(Function, Function, List)} of at most `maximumIterations` steps.
  public static List<Tensor> whileLoop(
      Function<List<Tensor>, Tensor> condition,
      Function<List<Tensor>, List<Tensor>> body,
      List<? extends Tensor> loopVars,
      int maximumIterations) {
    int n = loopVars.size();
    var init = new ArrayList<Tensor>(loopVars);
    init.add(Array.scalar(DType.INT32, 0));
    var out =
        whileLoop(
            v -> logicalAnd(condition.apply(v.subList(0, n)), less(v.get(n), maximumIterations)),
            v ->
                Stream.concat(body.apply(v.subList(0, n)).stream(), Stream.of(add(v.get(n), 1)))
                    .toList(),
            init);
    return out.subList(0, n);
  }

  /// Applies `value = body(i, value)` for each `i` from `lower` to `upper`, exclusive.
  ///
  /// {@snippet :
  /// var sum = Ops.foriLoop(0, 10, (i, s) -> Ops.add(s, i), zero);
  /// }
  ///
  /// @throws IllegalArgumentException if the body changes the type
  /// @see <a href="https://keras.io/api/ops/core/#foriloop-function">keras.ops.fori_loop</a>
  public static Tensor foriLoop(
      int lower, int upper, BiFunction<Tensor, Tensor, Tensor> body, Tensor init) {
    return foriLoopTree(
            lower,
            upper,
            (i, tree) -> Tree.leaf(body.apply(i, tree.single())),
            Tree.<Tensor>leaf(init))
        .single();
  }

  /// {@link #foriLoop(int, int, BiFunction, Tensor)} of structures.
  ///
  /// @throws IllegalArgumentException if the body changes types
  public static Tree<Tensor> foriLoopTree(
      int lower,
      int upper,
      BiFunction<Tensor, Tree<Tensor>, Tree<Tensor>> body,
      Tree<Tensor> init) {
    int length = Math.max(0, upper - lower);
    return scanTree(
            (carry, i) ->
                new ScanStep<>(body.apply(i.single(), carry), Tree.sequence(List.<Tensor>of())),
            init,
            Tree.<Tensor>leaf(Loops.count(lower, length)),
            _ -> {})
        .carry();
  }

  /// {@link #foriLoop(int, int, BiFunction, Tensor)} whose bounds are computed; no gradient flows
  /// through it.
  ///
  /// @throws IllegalArgumentException if the body changes the type
  public static Tensor foriLoop(
      Tensor lower, Tensor upper, BiFunction<Tensor, Tensor, Tensor> body, Tensor init) {
    Tensor from = as(strong(lower), DType.INT32);
    Tensor to = as(strong(upper), DType.INT32);
    if (from instanceof Array a && to instanceof Array b) {
      return foriLoop((int) a.item(), (int) b.item(), body, init);
    }
    return whileLoop(
            v -> less(v.get(0), to),
            v -> List.of(add(v.get(0), 1), body.apply(v.get(0), v.get(1))),
            List.of(from, init))
        .get(1);
  }

  /// Carries a value along the first axis of a tensor: `(carry, output) = step(carry, slice)`.
  ///
  /// - Output: the last carry, and the outputs of all steps stacked along a new first axis
  ///
  /// {@snippet :
  /// var sums = Ops.scan((sum, x) -> new ScanStep<>(Ops.add(sum, x), Ops.add(sum, x)), zero, xs);
  /// }
  ///
  /// @throws IllegalArgumentException if the carry changes its type
  /// @see <a href="https://keras.io/api/ops/core/#scan-function">keras.ops.scan</a>
  public static ScanStep<Tensor> scan(
      BiFunction<Tensor, Tensor, ScanStep<Tensor>> step, Tensor init, Tensor sequence) {
    var out =
        scanTree(
            (carry, x) -> {
              var one = step.apply(carry.single(), x.single());
              return new ScanStep<>(Tree.leaf(one.carry()), Tree.leaf(one.output()));
            },
            Tree.<Tensor>leaf(init),
            Tree.<Tensor>leaf(sequence),
            _ -> {});
    return new ScanStep<>(out.carry().single(), out.output().single());
  }

  /// {@link #scan} of structures; an empty one stands for Python's `None`.
  ///
  /// @param options `length`, `reverse`, `unroll`
  /// @throws IllegalArgumentException if the carry changes types, or lengths differ or are unknown
  public static ScanStep<Tree<Tensor>> scanTree(
      BiFunction<Tree<Tensor>, Tree<Tensor>, ScanStep<Tree<Tensor>>> step,
      Tree<Tensor> init,
      Tree<Tensor> sequences,
      Consumer<ScanOptions> options) {
    var o = new ScanOptions();
    options.accept(o);
    var xs = sequences.flatten().stream().map(OpsBase::strong).toList();
    int length = Loops.length(xs, o.length());
    Tree<Tensor> start = init.map(OpsBase::strong);
    var outputs = new ArrayList<Tree<Tensor>>();
    Function<List<Tensor>, List<Tensor>> body =
        in -> {
          int n = in.size() - xs.size();
          var one =
              step.apply(start.pack(in.subList(0, n)), sequences.pack(in.subList(n, in.size())));
          outputs.add(one.output());
          return Stream.concat(one.carry().flatten().stream(), one.output().flatten().stream())
              .toList();
        };
    int carried = start.flatten().size();
    var out =
        atOnce() && length > 0
            ? scanAtOnce(body, start.flatten(), xs, length, o.reverse())
            : Loops.scan(body, start.flatten(), xs, length, o.reverse());
    return new ScanStep<>(
        start.pack(out.subList(0, carried)),
        outputs.getFirst().pack(out.subList(carried, out.size())));
  }

  private static List<Tensor> scanAtOnce(
      Function<List<Tensor>, List<Tensor>> body,
      List<Tensor> init,
      List<Tensor> sequences,
      int length,
      boolean reverse) {
    var types = init.stream().map(Tensor::type).toList();
    int n = init.size();
    List<Tensor> carry = init;
    var steps = new ArrayList<List<Tensor>>();
    for (int k = 0; k < length; k++) {
      int i = reverse ? length - 1 - k : k;
      var in = new ArrayList<>(carry);
      sequences.forEach(s -> in.add(Loops.slice(s, i)));
      var out = body.apply(in);
      carry = Loops.kept(out.subList(0, n), types, "scan");
      steps.add(reverse ? 0 : k, out.subList(n, out.size()));
    }
    var all = new ArrayList<>(carry);
    for (int k = 0; k < steps.getFirst().size(); k++) {
      int output = k;
      all.add(stack(steps.stream().map(s -> s.get(output)).toList(), 0));
    }
    return all;
  }

  /// Applies a function to each slice of the first axis, one after another, and stacks the results.
  ///
  /// {@snippet :
  /// var squares = Ops.map(Ops::square, xs);
  /// }
  ///
  /// @see <a href="https://keras.io/api/ops/core/#map-function">keras.ops.map</a>
  public static Tensor map(Function<Tensor, Tensor> function, Tensor xs) {
    return mapTree(t -> Tree.leaf(function.apply(t.single())), Tree.<Tensor>leaf(xs)).single();
  }

  /// {@link #map} of structures.
  ///
  /// @throws IllegalArgumentException if the first axes differ in size
  public static Tree<Tensor> mapTree(
      Function<Tree<Tensor>, Tree<Tensor>> function, Tree<Tensor> xs) {
    return scanTree(
            (carry, x) -> new ScanStep<>(carry, function.apply(x)),
            Tree.sequence(List.<Tensor>of()),
            xs,
            _ -> {})
        .output();
  }

  /// Combines the elements of an axis with all before them by an associative function, in a number
  /// of steps that grows with the logarithm of the size.
  ///
  /// {@snippet :
  /// var sums = Ops.associativeScan(Ops::add, xs, false, 0);
  /// }
  ///
  /// @param reverse whether to combine with all after them
  /// @see <a
  ///   href="https://keras.io/api/ops/core/#associativescan-function">keras.ops.associative_scan</a>
  public static Tensor associativeScan(
      BinaryOperator<Tensor> function, Tensor elements, boolean reverse, int axis) {
    return associativeScanTree(
            (a, b) -> Tree.leaf(function.apply(a.single(), b.single())),
            Tree.<Tensor>leaf(elements),
            reverse,
            axis)
        .single();
  }

  /// {@link #associativeScan} of structures.
  ///
  /// @throws IllegalArgumentException if the axis differs in size among them
  public static Tree<Tensor> associativeScanTree(
      BinaryOperator<Tree<Tensor>> function, Tree<Tensor> elements, boolean reverse, int axis) {
    var xs = elements.flatten().stream().map(OpsBase::strong).toList();
    var axes = xs.stream().map(x -> x.shape().axis(axis)).toList();
    var sizes =
        IntStream.range(0, xs.size()).map(i -> xs.get(i).shape().dim(axes.get(i))).distinct();
    if (sizes.count() > 1) {
      throw new IllegalArgumentException(
          "associativeScan takes tensors of one size along the axis. Received: shapes %s, axis=%d"
              .formatted(xs.stream().map(Tensor::shape).toList(), axis));
    }
    var scan =
        new AssociativeScan(
            (a, b) -> function.apply(elements.pack(a), elements.pack(b)).flatten(), axes);
    return elements.pack(scan.flipped(scan.run(scan.flipped(xs, reverse)), reverse));
  }

  /// The recursion over pairs: their combinations are scanned, and the elements between filled in.
  private record AssociativeScan(
      BiFunction<List<Tensor>, List<Tensor>, List<Tensor>> function, List<Integer> axes) {
    List<Tensor> flipped(List<Tensor> xs, boolean flip) {
      return flip ? each(xs, (x, axis) -> Lax.reverse(x, List.of(axis))) : xs;
    }

    private List<Tensor> each(List<Tensor> xs, BiFunction<Tensor, Integer, Tensor> f) {
      return IntStream.range(0, xs.size()).mapToObj(i -> f.apply(xs.get(i), axes.get(i))).toList();
    }

    private List<Tensor> part(List<Tensor> xs, int start, int limit, int stride) {
      return each(
          xs,
          (x, axis) -> {
            int[] starts = new int[x.rank()];
            int[] limits = x.shape().dims();
            starts[axis] = start;
            limits[axis] = limit;
            var strides = new ArrayList<>(repeated(1, x.rank()));
            strides.set(axis, stride);
            return Lax.slice(x, boxed(starts), boxed(limits), strides);
          });
    }

    List<Tensor> run(List<Tensor> xs) {
      int n = xs.getFirst().shape().dim(axes.getFirst());
      if (n < 2) {
        return xs;
      }
      int half = n / 2;
      var pairs = function.apply(part(xs, 0, 2 * half, 2), part(xs, 1, 2 * half, 2));
      var odd = run(pairs);
      var first = part(xs, 0, 1, 1);
      if (n == 2) {
        return joined(first, odd);
      }
      int between = (n - 1) / 2;
      var even = function.apply(part(odd, 0, between, 1), part(xs, 2, n, 2));
      return interleaved(joined(first, even), odd);
    }

    private List<Tensor> joined(List<Tensor> a, List<Tensor> b) {
      return IntStream.range(0, a.size())
          .mapToObj(i -> Lax.concatenate(List.of(a.get(i), b.get(i)), axes.get(i)))
          .toList();
    }

    private List<Tensor> interleaved(List<Tensor> even, List<Tensor> odd) {
      return IntStream.range(0, even.size())
          .mapToObj(i -> interleaved(even.get(i), odd.get(i), axes.get(i)))
          .toList();
    }

    private static Tensor interleaved(Tensor even, Tensor odd, int axis) {
      int n = odd.shape().dim(axis);
      Tensor paired = Lax.sliceAxis(even, axis, 0, n);
      Shape column = odd.shape().insert(axis + 1, 1);
      Tensor both =
          Lax.concatenate(List.of(Lax.reshape(paired, column), Lax.reshape(odd, column)), axis + 1);
      Tensor flat = Lax.reshape(both, odd.shape().with(axis, 2 * n));
      int all = even.shape().dim(axis);
      return all == n
          ? flat
          : Lax.concatenate(List.of(flat, Lax.sliceAxis(even, axis, n, all)), axis);
    }
  }
}
