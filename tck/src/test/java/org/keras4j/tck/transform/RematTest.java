package org.keras4j.tck.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keras4j.ir.Control;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;
import org.keras4j.transform.Gradients;
import org.keras4j.transform.Remat;
import org.keras4j.transform.Simplify;
import org.keras4j.transform.Vjp;

class RematTest {
  private static final Array X = Array.of(Shape.of(3), 0.5f, 1, 2);

  private static Tensor sum(Tensor x) {
    return Lax.reduceSum(x, List.of(0));
  }

  @Test
  void gradients_stay_captured_variables_included() {
    var w = new Variable(Array.of(Shape.of(3), 1, -2, 3), "w", true);
    var calls = new Variable(Array.scalar(DType.INT32, 0L), "calls", false);
    var plain =
        Gradients.valueAndGrad(
            in -> List.of(sum(Lax.exp(Lax.sin(Lax.mul(in.getFirst(), w))))),
            List.of(X),
            List.of(w));
    var again =
        Gradients.valueAndGrad(
            in ->
                Remat.apply(
                    a -> {
                      calls.assign(Lax.add(calls, Lax.scalar(DType.INT32, 1)));
                      return List.of(sum(Lax.exp(Lax.sin(Lax.mul(a.getFirst(), w)))));
                    },
                    in),
            List.of(X),
            List.of(w));
    assertThat(calls.stored().item()).isEqualTo(1);
    for (int i = 0; i < 2; i++) {
      assertThat(((Array) again.gradients().get(i)).toFloats())
          .containsExactly(((Array) plain.gradients().get(i)).toFloats());
    }
  }

  @Test
  void recomputing_stays_apart_in_programs_made_for_execution() {
    var program =
        Trace.of(
                List.of(TensorType.of(DType.FLOAT32, 3)),
                in -> Remat.apply(a -> List.of(Lax.exp(Lax.sin(a.getFirst()))), in))
            .program();
    var simple = Simplify.forExecution(Vjp.of(program, Set.of(0)), _ -> false);
    assertThat(simple.equations()).hasSize(2);
    assertThat(simple.equations()).allMatch(e -> e.op() instanceof Control.Composite);
  }
}
