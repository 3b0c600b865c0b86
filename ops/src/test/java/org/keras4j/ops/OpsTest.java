package org.keras4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.runtime.Backends;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

class OpsTest {
  private static final Array MATRIX = Array.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f);

  private static Array on(Supplier<Tensor> f) {
    return (Array) Backends.with(new ReferenceBackend(), f);
  }

  @Test
  void addBroadcastsAndPromotes() {
    var ints = Array.ofInts(Shape.of(3), 10, 20, 30);
    assertThat(on(() -> Ops.add(MATRIX, ints)).toFloats()).containsExactly(11, 22, 33, 14, 25, 36);
    assertThat(on(() -> Ops.add(ints, 1)).dtype()).isEqualTo(DType.INT32);
    assertThat(on(() -> Ops.add(ints, 1.0)).dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void promotionIsThatOfKeras() {
    assertThat(Promotion.resultType(DType.UINT32, DType.INT8)).isEqualTo(DType.INT32);
    assertThat(Promotion.resultType(DType.FLOAT16, DType.BFLOAT16)).isEqualTo(DType.FLOAT32);
    assertThat(Promotion.resultType(DType.INT64, DType.INT8)).isEqualTo(DType.INT64);
    assertThat(Promotion.resultType(Array.scalar(DType.UINT8, 1L), Array.weak(1.5)))
        .isEqualTo(DType.FLOAT32);
    assertThatThrownBy(() -> Promotion.resultType(DType.FLOAT8_E4M3FN, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("float8_e4m3fn");
  }

  @Test
  void integersDivideDownwards() {
    var x = Array.ofInts(Shape.of(4), 7, -7, 7, -7);
    var y = Array.ofInts(Shape.of(4), 2, 2, -2, -2);
    assertThat(on(() -> Ops.floorDivide(x, y)).toLongs()).containsExactly(3, -4, -4, 3);
    assertThat(on(() -> Ops.mod(x, y)).toLongs()).containsExactly(1, 1, -1, -1);
    assertThat(on(() -> Ops.power(x, 3)).toLongs()).containsExactly(343, -343, 343, -343);
  }

  @Test
  void reductionsKeepAxesIfAsked() {
    assertThat(on(() -> Ops.sum(MATRIX, Axes.of(1).keepDims())).type())
        .isEqualTo(TensorType.of(DType.FLOAT32, 2, 1));
    assertThat(on(() -> Ops.mean(MATRIX, 0)).toFloats()).containsExactly(2.5f, 3.5f, 4.5f);
    assertThat(on(() -> Ops.var(MATRIX)).item()).isCloseTo(35 / 12.0, within(1e-6));
    assertThat(on(() -> Ops.argmax(MATRIX)).item()).isEqualTo(5);
  }

  private static org.assertj.core.data.Offset<Double> within(double distance) {
    return org.assertj.core.data.Offset.offset(distance);
  }

  @Test
  void shapesFollowNumpy() {
    assertThat(on(() -> Ops.reshape(MATRIX, -1, 2)).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(on(() -> Ops.moveaxis(Ops.zeros(Shape.of(2, 3, 4)), 0, -1)).shape())
        .isEqualTo(Shape.of(3, 4, 2));
    assertThat(on(() -> Ops.tile(MATRIX, 2, 1, 2)).shape()).isEqualTo(Shape.of(2, 2, 6));
    assertThat(on(() -> Ops.repeat(MATRIX, 2, 0)).toFloats())
        .containsExactly(1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6);
    assertThat(on(() -> Ops.stack(List.of(MATRIX, MATRIX), -1)).shape())
        .isEqualTo(Shape.of(2, 3, 2));
    assertThatThrownBy(() -> on(() -> Ops.reshape(MATRIX, 4, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(2, 3)");
  }

  @Test
  void takeCountsNegativeIndicesFromTheEndAndFillsOutside() {
    var indices = Array.ofInts(Shape.of(3), 0, -1, 7);
    assertThat(on(() -> Ops.take(MATRIX, indices, 1)).toFloats())
        .containsExactly(1, 3, Float.NaN, 4, 6, Float.NaN);
  }

  @Test
  void padMirrors() {
    var x = Array.of(Shape.of(3), 1f, 2f, 3f);
    assertThat(on(() -> Ops.pad(x, new int[][] {{2, 4}}, "reflect")).toFloats())
        .containsExactly(3, 2, 1, 2, 3, 2, 1, 2, 3);
    assertThat(on(() -> Ops.pad(x, new int[][] {{2, 1}}, "symmetric")).toFloats())
        .containsExactly(2, 1, 1, 2, 3, 3);
  }
}
