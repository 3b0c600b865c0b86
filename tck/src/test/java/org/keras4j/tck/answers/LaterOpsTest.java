package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Functions that Keras has since 3.15.1, of which no answers are recorded.
class LaterOpsTest {
  private static Array numbers(Shape shape) {
    return (Array) Ops.reshape(Ops.arange(shape.size()), shape);
  }

  private static double[] values(Tensor x) {
    return ((Array) x).toDoubles();
  }

  /// Values and derivatives by both arguments are those of `jax.scipy.special.gammainc` in float64.
  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.3934693402873665, 0.6065306597126334, -0.48945757610237844",
    "2, 1, 0.2642411176571152, 0.3678794411714423, -0.2761960457028346",
    "3, 2, 0.3233235838169369, 0.2706705664732257, -0.23184867204398993",
    "0.3, 0.01, 0.27924099635901506, 8.313004828396616, -1.2403581253867577",
    "0.5, 20, 0.9999999997460371, 2.6002818688271933e-10, -1.27132247147682e-09",
    "100, 90, 0.1582209891864296, 0.02591202825015784, -0.024611916843979908",
    "100, 120, 0.97213626010948, 0.005670245669920181, -0.0062131859291405505",
    "1000, 1000, 0.5042052441801855, 0.012614611348719664, -0.012616713994068645",
  })
  void theIncompleteGammaFunctionAndItsDerivatives(
      double a, double x, double value, double byX, double byShape) {
    var in = List.of(Array.scalar(DType.FLOAT64, a), Array.scalar(DType.FLOAT64, x));
    var at = Ops.valueAndGrad(t -> Ops.gammainc(t.get(0), t.get(1)), in);
    assertThat(values(at.value())[0]).isCloseTo(value, within(1e-9 * value));
    assertThat(values(at.gradients().get(1))[0]).isCloseTo(byX, within(1e-9 * byX));
    assertThat(values(at.gradients().get(0))[0])
        .isCloseTo(byShape, within(1e-8 * Math.abs(byShape)));
  }

  @Test
  void theIncompleteGammaFunctionAtItsEdges() {
    double inf = Double.POSITIVE_INFINITY;
    Tensor a = Array.of(Shape.of(6), 1, 1, 0, 0, -1, Float.NaN);
    Tensor x = Array.of(Shape.of(6), 0, (float) inf, 1, 0, 1, 1);
    assertThat(values(Ops.gammainc(a, x)))
        .containsExactly(0, 1, 1, Double.NaN, Double.NaN, Double.NaN);
    assertThat(Ops.gammainc(Ops.zeros(Shape.of(0)), Ops.ones(Shape.of(0))).shape())
        .isEqualTo(Shape.of(0));
    assertThat(
            Ops.gammainc(Ops.ones(Shape.of(2, 1)), Ops.cast(numbers(Shape.of(3)), DType.BFLOAT16))
                .type())
        .hasToString("float32[2,3]");
  }

  @Test
  void vectorsStackAsColumns() {
    Tensor stacked =
        Ops.columnStack(
            List.of(numbers(Shape.of(2)), numbers(Shape.of(2, 2)), Ops.ones(Shape.of(2))));
    assertThat(stacked.type()).hasToString("float32[2,4]");
    assertThat(values(stacked)).containsExactly(0, 0, 1, 1, 1, 2, 3, 1);
    assertThatThrownBy(() -> Ops.columnStack(List.of(Array.scalar(DType.FLOAT32, 1))))
        .hasMessageContaining("shape=()");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0, 0, 1", "1, 1, 2, 3, 4", "3, 37, 54, 81, 118", "-1, -2, 1, 1.5, -0.5"})
  void squareMatricesHavePowers(int n, double a, double b, double c, double d) {
    Tensor x = Ops.stack(List.of(Array.of(Shape.of(2, 2), 1, 2, 3, 4)));
    assertThat(values(Ops.matrixPower(x, n)))
        .containsExactly(new double[] {a, b, c, d}, within(1e-5));
    assertThatThrownBy(() -> Ops.matrixPower(Ops.ones(Shape.of(2, 3)), n))
        .hasMessageContaining("(2, 3)");
  }

  @ParameterizedTest
  @CsvSource({"valid, channels_last", "same, channels_last", "same, channels_first"})
  void imagesAreReconstructedFromTheirPatches(String padding, String format) {
    int height = padding.equals("valid") ? 6 : 5;
    Shape shape =
        format.equals("channels_last") ? Shape.of(2, height, 4, 3) : Shape.of(2, 3, height, 4);
    Array images = (Array) Ops.cast(numbers(shape), DType.FLOAT32);
    var size = List.of(3, 2);
    Tensor patches = Ops.extractPatches(images, size, o -> o.padding(padding).dataFormat(format));
    Tensor back =
        Ops.reconstructPatches(
            patches, size, List.of(height, 4), o -> o.padding(padding).dataFormat(format));
    assertThat(back.shape()).isEqualTo(shape);
    assertThat(values(back)).containsExactly(images.toDoubles());
    assertThatThrownBy(() -> Ops.reconstructPatches(patches, size, List.of(9, 4), _ -> {}))
        .hasMessageContaining("output_size");
  }

  @Test
  void volumesAreReconstructedFromTheirPatches() {
    Array volume = (Array) Ops.cast(numbers(Shape.of(4, 2, 6, 1)), DType.FLOAT32);
    var size = List.of(2, 2, 3);
    Tensor back =
        Ops.reconstructPatches(Ops.extractPatches(volume, size), size, List.of(4, 2, 6), _ -> {});
    assertThat(values(back)).containsExactly(volume.toDoubles());
  }
}
