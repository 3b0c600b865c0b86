package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

class ComparisonTest {
  private static final Tolerance TOLERANCE = new Tolerance(1e-3, 1e-6);

  private static Optional<String> reason(Object got, Object want) {
    return Comparison.difference(got, want, TOLERANCE).map(Comparison.Difference::reason);
  }

  @Test
  void numbersMayDifferByTheToleranceAndNoMore() {
    Array want = Array.of(Shape.of(3), 1f, Float.NaN, Float.POSITIVE_INFINITY);
    assertThat(reason(Array.of(Shape.of(3), 1.0005f, Float.NaN, Float.POSITIVE_INFINITY), want))
        .isEmpty();
    assertThat(reason(Array.of(Shape.of(3), 1.002f, Float.NaN, Float.POSITIVE_INFINITY), want))
        .hasValue("element 0 of float32 (3,): wanted 1.0, got 1.002; 1 of 3 elements differ");
    assertThat(reason(Array.of(Shape.of(3), 1f, 0f, Float.NEGATIVE_INFINITY), want)).isPresent();
  }

  @Test
  void dtypeAndShapeMustBeTheSame() {
    Array want = Array.of(Shape.of(2), 1f, 2f);
    assertThat(reason(Array.ofInts(Shape.of(2), 1, 2), want))
        .hasValue("wanted float32 (2,), got int32 (2,)");
    assertThat(reason(Array.of(Shape.of(1, 2), 1f, 2f), want))
        .hasValue("wanted float32 (2,), got float32 (1, 2)");
    assertThat(reason(1.0, want)).isPresent();
  }

  @Test
  void structuresAreComparedPartByPart() {
    Object want = List.of(1L, Map.of("a", Array.ofInts(Shape.of(1), 3)), PyNone.NONE);
    assertThat(
            reason(List.of(1L, Map.of("a", Array.ofInts(Shape.of(1), 3)), Optional.empty()), want))
        .isEmpty();
    assertThat(
            reason(List.of(1L, Map.of("a", Array.ofInts(Shape.of(1), 4)), Optional.empty()), want)
                .orElseThrow())
        .startsWith("[1].a: element 0");
    assertThat(reason(List.of(1L), want)).hasValue("wanted 3 items, got 1");
    assertThat(reason(Shape.of(2, Shape.UNKNOWN), List.of(2L, PyNone.NONE))).isEmpty();
    assertThat(reason(DType.BFLOAT16, "bfloat16")).isEmpty();
  }

  @Test
  void integersThatDoublesCannotTellApartDiffer() {
    var type = new TensorType(DType.INT64, Shape.SCALAR);
    Array a = Array.scalar(type.dtype(), Long.MAX_VALUE);
    Array b = Array.scalar(type.dtype(), Long.MAX_VALUE - 1);
    assertThat(Comparison.difference(a, b, Tolerance.EXACT)).isPresent();
  }

  @Test
  void recordedDecompositionsPassTheirOwnChecks() {
    int checked = 0;
    for (String file : List.of("ops/ops_linalg", "ops/ops_shape", "ops/ops_image")) {
      for (Case c : CaseFile.read(CaseStore.builtIn(), file).cases()) {
        if (c.has("check")) {
          Arguments call =
              Signature.of("x=None, kth=0, axis=-1, **others")
                  .bind(c.list("args"), c.map("kwargs"));
          Object x = c.list("args").getFirst();
          Array first = x instanceof Array array ? array : Array.weak(0);
          assertThat(
                  UniquenessChecks.difference(
                      c.text("check"), first, c.get("out"), c.get("out"), Tolerance.of(c), call))
              .as(c.id())
              .isEmpty();
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(36);
  }

  @Test
  void aWrongFactorOfADecompositionIsFound() {
    Array x = Array.of(Shape.of(2, 2), 2f, 0f, 0f, 3f);
    Array w = Array.of(Shape.of(2), 2f, 3f);
    Array identity = Array.of(Shape.of(2, 2), 1f, 0f, 0f, 1f);
    Array swapped = Array.of(Shape.of(2, 2), 0f, 1f, 1f, 0f);
    Arguments none = Signature.of("").bind(List.of(), Map.of());
    List<Array> want = List.of(w, identity);
    assertThat(UniquenessChecks.difference("eigh", x, want, want, TOLERANCE, none)).isEmpty();
    assertThat(UniquenessChecks.difference("eigh", x, List.of(w, swapped), want, TOLERANCE, none))
        .isPresent();
  }
}
