package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keras4j.ops.Ops;
import org.keras4j.ops.WithAux;
import org.keras4j.ops.WithGradient;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import org.keras4j.tensor.Variable;

/// Derivatives, batches, compilation and recomputation inside each other in every order.
class NestedTransformsTest {
  private static final Array X =
      Array.ofDoubles(TensorType.of(DType.FLOAT64, 5), -1.3, -0.2, 0, 0.7, 2.1);

  /// A function of each element on its own, again as one, and how often it is differentiated.
  private record Transform(int order, UnaryOperator<UnaryOperator<Tensor>> of) {}

  private static final Map<String, Transform> TRANSFORMS = new LinkedHashMap<>();

  static {
    add("grad", 1, f -> Ops.grad(x -> Ops.sum(f.apply(x))));
    add(
        "valueAndGrad",
        1,
        f ->
            x ->
                Ops.valueAndGradTreeWithAux(
                        t -> new WithAux(Ops.sum(f.apply(t.single())), t), Tree.<Tensor>leaf(x))
                    .gradients()
                    .getFirst());
    add("vjp", 1, f -> x -> pulled(f, x));
    add(
        "jvp",
        1,
        f ->
            x ->
                Ops.jvp(in -> f.apply(in.getFirst()), List.of(x), List.of(Ops.onesLike(x)))
                    .tangents()
                    .single());
    add("jacobian", 1, f -> x -> Ops.sum(Ops.jacobian(f).apply(x), 0));
    add("hessian", 2, f -> x -> Ops.sum(Ops.hessian(y -> Ops.sum(f.apply(y))).apply(x), 1));
    add("vmap", 0, f -> x -> Ops.reshape(Ops.vmap(f).apply(Ops.expandDims(x, 1)), x.shape()));
    add(
        "jit",
        0,
        f -> x -> Ops.jit(in -> List.of(f.apply(in.getFirst()))).apply(List.of(x)).getFirst());
    add("checkpoint", 0, f -> x -> Ops.checkpoint(in -> f.apply(in.getFirst())).apply(List.of(x)));
    add("customGradient", 0, NestedTransformsTest::withOwnGradient);
    add("foriLoop", 0, f -> x -> Ops.foriLoop(0, 1, (_, v) -> f.apply(v), x));
    add(
        "cond",
        0,
        f -> x -> Ops.cond(Ops.any(Ops.isfinite(x)), () -> f.apply(x), () -> Ops.zerosLike(x)));
  }

  private static void add(String name, int order, UnaryOperator<UnaryOperator<Tensor>> of) {
    TRANSFORMS.put(name, new Transform(order, of));
  }

  private static Tensor pulled(UnaryOperator<Tensor> f, Tensor x) {
    var at = Ops.vjp(in -> f.apply(in.getFirst()), List.of(x));
    return at.back().apply(Ops.onesLike(at.value())).getFirst();
  }

  private static UnaryOperator<Tensor> withOwnGradient(UnaryOperator<Tensor> f) {
    return x ->
        Ops.customGradient(
                in ->
                    new WithGradient(
                        f.apply(in.getFirst()),
                        g -> List.of(Ops.multiply(g, pulled(f, in.getFirst())))))
            .apply(List.of(x));
  }

  /// The `n`-th derivative of the sine.
  private static double sine(double x, int n) {
    return Math.sin(x + n * Math.PI / 2);
  }

  private static Optional<String> problem(List<String> names) {
    UnaryOperator<Tensor> f = Ops::sin;
    int order = 0;
    for (String name : names) {
      Transform transform =
          TRANSFORMS.getOrDefault(name, new Transform(0, UnaryOperator.identity()));
      f = transform.of().apply(f);
      order += transform.order();
    }
    try {
      var got = (Array) f.apply(X);
      for (int i = 0; i < 5; i++) {
        double want = sine(X.item(i), order);
        if (Math.abs(got.item(i) - want) > 1e-9) {
          return Optional.of("element %d: wanted %s, got %s".formatted(i, want, got.item(i)));
        }
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private static Map<String, String> problems(int depth) {
    var problems = new TreeMap<String, String>();
    List<List<String>> nestings = List.of(List.of());
    for (int i = 0; i < depth; i++) {
      var deeper = new ArrayList<List<String>>();
      for (List<String> nesting : nestings) {
        for (String name : TRANSFORMS.keySet()) {
          var next = new ArrayList<>(nesting);
          next.add(name);
          deeper.add(next);
        }
      }
      nestings = deeper;
    }
    for (List<String> nesting : nestings) {
      problem(nesting).ifPresent(p -> problems.put(String.join(" of ", nesting.reversed()), p));
    }
    return problems;
  }

  @Test
  void anyTwoInsideEachOtherGiveTheDerivativesOfTheSine() {
    assertThat(problems(1)).isEmpty();
    assertThat(problems(2)).isEmpty();
  }

  @Test
  @Tag("slow")
  void anyThreeInsideEachOtherGiveTheDerivativesOfTheSine() {
    assertThat(problems(3)).isEmpty();
  }

  private static Array random(int seed, int... shape) {
    return Numbers.random(TensorType.of(DType.FLOAT64, shape), new java.util.Random(seed));
  }

  private static Tensor network(Tensor weights, Tensor x) {
    return Ops.sum(Ops.square(Ops.tanh(Ops.matmul(x, weights))));
  }

  @Test
  void gradientsOfEachExampleAreThoseOfALoop() {
    Array weights = random(1, 3, 2);
    Array xs = random(2, 4, 3);
    var each =
        Ops.vmap(
            in ->
                Ops.valueAndGrad(w -> network(w.getFirst(), in.get(1)), List.of(in.get(0)))
                    .gradients()
                    .getFirst(),
            List.of(Optional.empty(), Optional.of(0)));
    var compiled = Ops.jit(in -> List.of(each.apply(in))).apply(List.of(weights, xs)).getFirst();
    assertThat(compiled.shape()).isEqualTo(Shape.of(4, 3, 2));
    for (int i = 0; i < 4; i++) {
      Tensor x = Ops.getItem(xs, org.keras4j.ops.Index.at(i));
      Tensor alone = Ops.grad(w -> network(w, x)).apply(weights);
      double[] got = ((Array) Ops.getItem(compiled, org.keras4j.ops.Index.at(i))).toDoubles();
      assertThat(got).containsExactly(((Array) alone).toDoubles(), within(1e-12));
    }
    assertThatThrownBy(() -> each.apply(List.of(weights))).hasMessageContaining("for 1 arguments");
  }

  @Test
  void aHessianTimesAVectorIsTheDerivativeOfTheGradient() {
    Array weights = random(3, 3, 2);
    Array x = random(4, 4, 3);
    Array direction = random(5, 3, 2);
    var gradient = Ops.grad(w -> network(w, x));
    Tensor product =
        Ops.jvp(in -> gradient.apply(in.getFirst()), List.of(weights), List.of(direction))
            .tangents()
            .single();
    double step = 1e-5;
    Tensor up = gradient.apply(Ops.add(weights, Ops.multiply(direction, step)));
    Tensor down = gradient.apply(Ops.subtract(weights, Ops.multiply(direction, step)));
    double[] want = ((Array) Ops.divide(Ops.subtract(up, down), 2 * step)).toDoubles();
    assertThat(((Array) product).toDoubles()).containsExactly(want, within(1e-8));
  }

  @Test
  void variablesAreReadAndAssignedThroughAllOfThem() {
    var weights = new Variable(random(6, 3, 2), "weights", true);
    var count = new Variable(Array.scalar(DType.INT32, 0L), "count", false);
    Array xs = random(7, 4, 3);
    var step =
        Ops.jit(
            in -> {
              var at =
                  Ops.valueAndGradWithAux(
                      List.of(weights),
                      () -> {
                        Tensor each =
                            Ops.vmap(
                                    (Tensor x) ->
                                        Ops.checkpoint(t -> network(weights, t.getFirst()))
                                            .apply(List.of(x)))
                                .apply(in.getFirst());
                        return new WithAux(Ops.sum(each), Tree.leaf(each));
                      });
              count.assign(Ops.add(count, 1));
              return List.of(at.gradients().getFirst(), at.aux().single());
            });
    for (int i = 1; i <= 2; i++) {
      var out = step.apply(List.of(xs));
      double[] want = ((Array) Ops.grad(w -> network(w, xs)).apply(weights.value())).toDoubles();
      assertThat(((Array) out.get(0)).toDoubles()).containsExactly(want, within(1e-12));
      assertThat(out.get(1).shape()).isEqualTo(Shape.of(4));
      assertThat(count.stored().item()).isEqualTo(i);
      weights.assign(Ops.multiply(weights, 0.5));
    }
  }
}
