package org.keras4j.stablehlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Equation;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.tck.Sample;
import org.keras4j.tck.Samples;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class StableHloTest {
  private static Program program(
      List<TensorType> types, Function<List<Tensor>, List<Tensor>> function) {
    return Trace.of(types, function).program();
  }

  @Test
  void a_program_is_a_function_of_one_line_an_operation() {
    var vector = TensorType.of(DType.FLOAT32, 3);
    var program =
        program(
            List.of(vector, vector),
            in -> List.of(Lax.exp(Lax.add(in.get(0), in.get(1))), Lax.lt(in.get(0), in.get(1))));
    assertThat(StableHlo.module(program))
        .isEqualTo(
            """
            module @program {
              func.func public @main(%arg0: tensor<3xf32>, %arg1: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xi1>) {
                %0 = stablehlo.add %arg0, %arg1 : tensor<3xf32>
                %1 = stablehlo.exponential %0 : tensor<3xf32>
                %2 = stablehlo.compare LT, %arg0, %arg1, FLOAT : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xi1>
                return %1, %2 : tensor<3xf32>, tensor<3xi1>
              }
            }
            """);
  }

  @Test
  void loops_are_regions_that_see_the_values_around_them() {
    var number = TensorType.of(DType.FLOAT32);
    var step = program(List.of(number, number), in -> List.of(Lax.add(in.get(0), in.get(1))));
    var start = new Var(number);
    var sequence = new Var(TensorType.of(DType.FLOAT32, 4));
    var scan = Equation.of(new Scan(step, 4, 0, 1, false), List.of(start, sequence));
    assertThat(StableHlo.module(new Program(List.of(start, sequence), List.of(scan), scan.out())))
        .isEqualTo(
            """
            module @program {
              func.func public @main(%arg0: tensor<f32>, %arg1: tensor<4xf32>) -> (tensor<f32>) {
                %0 = stablehlo.constant dense<0> : tensor<i32>
                %1 = stablehlo.constant dense<4> : tensor<i32>
                %12:2 = "stablehlo.while"(%0, %arg0) ({
                  ^bb0(%2: tensor<i32>, %3: tensor<f32>):
                    %4 = stablehlo.compare LT, %2, %1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
                    "stablehlo.return"(%4) : (tensor<i1>) -> ()
                }, {
                  ^bb0(%5: tensor<i32>, %6: tensor<f32>):
                    %7 = stablehlo.dynamic_slice %arg1, %5, sizes = [1] : (tensor<4xf32>, tensor<i32>) -> tensor<1xf32>
                    %8 = stablehlo.reshape %7 : (tensor<1xf32>) -> tensor<f32>
                    %9 = stablehlo.add %6, %8 : tensor<f32>
                    %10 = stablehlo.constant dense<1> : tensor<i32>
                    %11 = stablehlo.add %5, %10 : tensor<i32>
                    "stablehlo.return"(%11, %9) : (tensor<i32>, tensor<f32>) -> ()
                }) : (tensor<i32>, tensor<f32>) -> (tensor<i32>, tensor<f32>)
                return %12#1 : tensor<f32>
              }
            }
            """);
  }

  @Test
  void constants_are_one_number_a_short_list_or_bytes() {
    float[] many = new float[17];
    many[1] = 1;
    many[2] = Float.NaN;
    var program =
        program(
            List.of(),
            _ ->
                List.of(
                    Lax.neg(Array.of(Shape.of(2, 2), 7, 7, 7, 7)),
                    Lax.neg(Array.of(Shape.of(1, 2), 0.5f, Float.NEGATIVE_INFINITY)),
                    Lax.neg(Array.of(Shape.of(17), many))));
    assertThat(StableHlo.module(program))
        .contains("stablehlo.constant dense<7.0> : tensor<2x2xf32>")
        .contains("stablehlo.constant dense<[[0.5, 0xFF800000]]> : tensor<1x2xf32>")
        .contains("stablehlo.constant dense<\"0x000000000000803F0000C07F")
        .contains(" : tensor<17xf32>");
  }

  @Test
  void what_xla_has_no_operation_for_is_refused_by_name() {
    var matrix = new Var(TensorType.of(DType.FLOAT32, 2, 2));
    var svd = Equation.of(new Numeric.Svd(false, true), List.of(matrix));
    var program = new Program(List.of(matrix), List.of(svd), svd.out());
    assertThatThrownBy(() -> StableHlo.module(program))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("svd");
  }

  @Test
  void every_primitive_is_written_or_known_to_be_missing() {
    for (Sample sample : Samples.all(DType.FLOAT32)) {
      var in = sample.in().stream().map(x -> new Var(x.type())).toList();
      var equation = Equation.of(sample.op(), in);
      if (Missing.of(sample.op()).isEmpty()) {
        assertThat(StableHlo.module(new Program(in, List.of(equation), equation.out())))
            .as(sample.name())
            .contains("func.func public @main");
      }
    }
  }
}
