package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.keras4j.ir.Control;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Gradients;

/// Where a derivative is a matter of convention, ours is JAX's: the numbers are its.
class GradientConventionsTest {
  private static final Array TIES = vector(1, 3, 3, 2, 3);
  private static final Array WEIGHTS = vector(1, 10, 100, 1000, 10000);

  private static Array vector(float... values) {
    return Array.of(Shape.of(values.length), values);
  }

  private static Tensor sum(Tensor x) {
    return Lax.reduceSum(x, java.util.stream.IntStream.range(0, x.rank()).boxed().toList());
  }

  private static float[] gradient(UnaryOperator<Tensor> f, Array at) {
    return floats(Gradients.valueAndGrad(in -> List.of(f.apply(in.getFirst())), List.of(at)), 0);
  }

  private static float[] floats(Gradients.Evaluated evaluated, int i) {
    return ((Array) evaluated.gradients().get(i)).toFloats();
  }

  private static float[] weighted(UnaryOperator<Tensor> f, Array at) {
    return gradient(x -> sum(Lax.mul(f.apply(x), WEIGHTS)), at);
  }

  @Test
  void the_magnitude_rises_at_zero() {
    assertThat(gradient(x -> sum(Lax.abs(x)), vector(0, 1, -2))).containsExactly(1, 1, -1);
  }

  @Test
  void ties_share() {
    assertThat(weighted(x -> Lax.max(x, vector(3, 3, 3, 3, 3)), TIES))
        .containsExactly(0, 5, 50, 0, 5000);
    assertThat(gradient(x -> Lax.reduceMax(x, List.of(0)), TIES))
        .containsExactly(0, 1f / 3, 1f / 3, 0, 1f / 3);
    assertThat(weighted(x -> Lax.cumulative(ReduceOp.MAX, x, 0, false), TIES))
        .containsExactly(1, 3060, 3050, 0, 5000);
    assertThat(weighted(x -> Lax.cumulative(ReduceOp.MAX, x, 0, true), TIES))
        .containsExactly(0, 2.75f, 52.75f, 0, 11055.5f);
  }

  @Test
  void the_first_of_a_window_has_it_all() {
    var window = Window.of(List.of(3), List.of(1), List.of(0), List.of(0));
    assertThat(
            gradient(
                x -> sum(Lax.mul(Lax.reduceWindow(ReduceOp.MAX, x, window), vector(1, 10, 100))),
                TIES))
        .containsExactly(0, 11, 100, 0, 0);
  }

  @Test
  void products_bear_zeros() {
    assertThat(weighted(x -> Lax.cumulative(ReduceOp.PROD, x, 0, false), vector(1, 0, 2, 0, 3)))
        .containsExactly(1, 210, 0, 0, 0);
    assertThat(gradient(x -> Lax.reduce(ReduceOp.PROD, x, List.of(0)), vector(0, 2, 3)))
        .containsExactly(6, 0, 0);
  }

  @Test
  void equal_elements_keep_their_order() {
    assertThat(weighted(x -> Lax.sort(List.of(x), 0).getFirst(), TIES))
        .containsExactly(1, 100, 1000, 10, 10000);
  }

  @Test
  void the_last_update_of_a_place_wins_and_the_largest_share() {
    var places = new Places(List.of(), List.of(0), List.of(), List.of(), List.of(0));
    var indices = Array.ofInts(Shape.of(4, 1), 0, 0, 1, 3);
    for (ScatterOp op : List.of(ScatterOp.MAX, ScatterOp.SET)) {
      var at =
          Gradients.valueAndGrad(
              in ->
                  List.of(
                      sum(
                          Lax.mul(
                              Lax.scatter(op, in.get(0), indices, in.get(1), places), WEIGHTS))),
              List.of(vector(1, 2, 3, 4, 5), vector(7, 7, 2, 1)));
      boolean max = op == ScatterOp.MAX;
      assertThat(floats(at, 0))
          .containsExactly(
              max ? new float[] {0, 5, 100, 1000, 10000} : new float[] {0, 0, 100, 0, 10000});
      assertThat(floats(at, 1))
          .containsExactly(max ? new float[] {.5f, .5f, 5, 0} : new float[] {0, 1, 10, 1000});
    }
  }

  @Test
  void powers_of_zero_are_finite() {
    var zero = vector(0);
    assertThat(gradient(x -> sum(Lax.pow(x, vector(2))), zero)).containsExactly(0);
    assertThat(gradient(y -> sum(Lax.pow(zero, y)), vector(2))).containsExactly(0);
  }

  @Test
  void steps_have_no_slope() {
    assertThat(gradient(x -> sum(Lax.add(Lax.round(x), Lax.sign(x))), TIES)).containsOnly(0);
  }

  @Test
  void variables_are_differentiated_and_written_once() {
    var w = new Variable(vector(3, 4), "w", true);
    var calls = new Variable(Array.scalar(DType.INT32, 0L), "calls", false);
    var at =
        Gradients.valueAndGrad(
            () -> {
              calls.assign(Lax.add(calls, Lax.scalar(DType.INT32, 1)));
              return List.of(sum(Lax.mul(w, w)), Lax.neg(w));
            },
            List.of(w));
    assertThat(((Array) at.value()).item()).isEqualTo(25);
    assertThat(((Array) at.outputs().get(1)).toFloats()).containsExactly(-3, -4);
    assertThat(floats(at, 0)).containsExactly(6, 8);
    assertThat(calls.stored().item()).isEqualTo(1);
  }

  @Test
  void gradients_nest() {
    assertThat(
            gradient(
                x ->
                    sum(
                        Gradients.valueAndGrad(
                                in ->
                                    List.of(sum(Lax.mul(Lax.mul(in.getFirst(), in.getFirst()), x))),
                                List.of(x))
                            .gradients()
                            .getFirst()),
                vector(3)))
        .containsExactly(12);
  }

  @Test
  void a_stopped_gradient_is_zero_and_a_custom_one_is_used() {
    assertThat(gradient(x -> sum(Lax.mul(x, Gradients.stopGradient(x))), vector(3, 5)))
        .containsExactly(3, 5);
    assertThat(
            gradient(
                x ->
                    sum(
                        Gradients.custom(
                                in -> List.of(Lax.exp(in.getFirst())),
                                (in, _, g) ->
                                    List.of(Optional.of(Lax.neg(g.getFirst().orElseThrow()))),
                                List.of(x))
                            .getFirst()),
                vector(1, 2)))
        .containsExactly(-1, -1);
  }

  @Test
  void a_loop_of_unknown_length_is_refused() {
    var x = TensorType.of(DType.FLOAT32);
    var condition =
        Trace.of(List.of(x), in -> List.of(Lax.lt(in.getFirst(), Lax.scalar(DType.FLOAT32, 9))))
            .program();
    var body = Trace.of(List.of(x), in -> List.of(Lax.add(in.getFirst(), in.getFirst()))).program();
    var loop = new Control.While(condition, 0, body, 0);
    assertThatThrownBy(
            () ->
                gradient(
                    y -> Lax.whileLoop(loop, List.of(y)).getFirst(),
                    Array.scalar(DType.FLOAT32, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("while loop");
  }
}
