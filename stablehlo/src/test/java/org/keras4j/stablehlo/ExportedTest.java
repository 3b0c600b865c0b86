package org.keras4j.stablehlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.stablehlo.Exported.Weight;
import org.keras4j.stablehlo.Exported.Weights;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

class ExportedTest {
  private static final TensorType PAIR = TensorType.of(DType.FLOAT32, 2);

  private final Variable weight =
      new Variable(Array.of(Shape.of(2), 3, 5), "weight", true).path("layer/weight");

  @Test
  void weights_are_constants_of_a_module_that_stands_for_itself() {
    var exported = Exported.of(PAIR, x -> Lax.mul(x, weight.value()), Weights.CONSTANTS);
    assertThat(exported.text())
        .isEqualTo(
            """
            module @program {
              func.func public @main(%arg0: tensor<2xf32>) -> (tensor<2xf32>) {
                %0 = stablehlo.constant dense<[3.0, 5.0]> : tensor<2xf32>
                %1 = stablehlo.multiply %arg0, %0 : tensor<2xf32>
                return %1 : tensor<2xf32>
              }
            }
            """);
    assertThat(exported.inputs()).containsExactly(PAIR);
    assertThat(exported.outputs()).containsExactly(PAIR);
    assertThat(exported.weights()).isEmpty();
  }

  @Test
  void weights_are_arguments_after_the_inputs() {
    var exported =
        Exported.of(
            List.of(PAIR, PAIR),
            in -> List.of(Lax.add(Lax.mul(in.get(1), weight.value()), in.get(0))),
            Weights.ARGUMENTS);
    assertThat(exported.text())
        .contains("@main(%arg0: tensor<2xf32>, %arg1: tensor<2xf32>, %arg2: tensor<2xf32>)")
        .contains("stablehlo.multiply %arg1, %arg2")
        .doesNotContain("constant");
    assertThat(exported.weights()).containsExactly(new Weight("layer/weight", PAIR));
  }

  @Test
  void a_function_that_changes_state_is_refused_by_the_name_of_what_it_changes() {
    assertThatThrownBy(
            () ->
                Exported.of(
                    PAIR,
                    x -> {
                      weight.assign(x);
                      return x;
                    },
                    Weights.CONSTANTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Received: a function that assigns [layer/weight]");
  }

  @Test
  void an_input_to_be_overwritten_names_the_first_result_of_its_type_that_is_left() {
    var number = TensorType.of(DType.FLOAT32);
    var program =
        Trace.of(
                List.of(PAIR, number, PAIR, PAIR),
                in -> List.of(Lax.neg(in.get(1)), Lax.neg(in.get(0)), Lax.neg(in.get(2))))
            .program();
    assertThat(StableHlo.module(program, Set.of(0, 2, 3)))
        .contains(
            "@main(%arg0: tensor<2xf32> {tf.aliasing_output = 1 : i32}, %arg1: tensor<f32>, %arg2: tensor<2xf32> {tf.aliasing_output = 2 : i32}, %arg3: tensor<2xf32>)");
  }
}
