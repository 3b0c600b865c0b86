package org.keras4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keras4j.ir.Verifier;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

class TraceTest {
  private static final TensorType VECTOR = TensorType.of(DType.FLOAT32, 3);

  @Test
  void a_program_prints_in_order_of_appearance() {
    var trace =
        Trace.of(List.of(VECTOR, VECTOR), in -> List.of(Lax.exp(Lax.add(in.get(0), in.get(1)))));
    assertThat(Verifier.verify(trace.program()))
        .hasToString(
            """
            (a:float32[3], b:float32[3]) {
              c:float32[3] = add a b
              d:float32[3] = exp c
              return d
            }""");
  }

  @Test
  void variables_read_become_inputs_and_variables_written_become_outputs() {
    var count = new Variable(Array.of(Shape.of(3), 1, 2, 3), "count", false);
    var trace =
        Trace.of(
            List.of(VECTOR),
            in -> {
              count.assign(Lax.add(count.value(), in.getFirst()));
              return List.of(Lax.neg(count));
            });
    Verifier.verify(trace.program());
    assertThat(trace.program().inputTypes()).containsExactly(VECTOR, VECTOR);
    assertThat(trace.program().outputTypes()).containsExactly(VECTOR, VECTOR);
    assertThat(trace.capturedVariables()).containsExactly(Optional.of(count));
    assertThat(trace.written()).containsExactly(count);
    assertThat(count.stored().toFloats()).containsExactly(1, 2, 3);
  }

  @Test
  void values_of_an_outer_trace_are_lifted_to_inputs_of_the_inner_one() {
    Trace.of(
        List.of(VECTOR),
        outer -> {
          var inner =
              Trace.of(List.of(VECTOR), in -> List.of(Lax.mul(in.getFirst(), outer.getFirst())));
          Verifier.verify(inner.program());
          assertThat(inner.captured()).hasSize(1);
          return inner.apply(outer);
        });
  }

  @Test
  void a_named_composition_is_one_equation() {
    var trace =
        Trace.of(
            List.of(VECTOR),
            in ->
                Lax.composite(
                    "double",
                    java.util.Map.of(),
                    in,
                    x -> List.of(Lax.add(x.getFirst(), x.getFirst())),
                    Optional.empty()));
    assertThat(Verifier.verify(trace.program()).equations()).hasSize(1);
    assertThat(trace.program().toString()).contains("= @double a (");
  }

  @Test
  void operands_that_do_not_fit_are_refused_with_what_was_received() {
    var x = Array.of(Shape.of(2), 1, 2);
    assertThatThrownBy(() -> Trace.of(List.of(VECTOR), in -> List.of(Lax.add(in.getFirst(), x))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("float32[3]")
        .hasMessageContaining("float32[2]");
  }
}
