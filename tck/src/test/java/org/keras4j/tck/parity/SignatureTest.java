package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

class SignatureTest {

  @Test
  void argumentsAreBoundAsPythonBindsThem() {
    Signature signature =
        Signature.of("x, axis=None, keepdims=False, size=(2, 3), mode='valid', eps=1e-05");
    Arguments a = signature.bind(List.of(3L, -1L), Map.of("mode", "same"));
    assertThat(((Array) a.tensor("x")).isWeak()).isTrue();
    assertThat(a.optionalInteger("axis")).hasValue(-1);
    assertThat(a.flag("keepdims")).isFalse();
    assertThat(a.shape("size")).isEqualTo(Shape.of(2, 3));
    assertThat(a.text("mode")).isEqualTo("same");
    assertThat(a.number("eps")).isEqualTo(1e-5);
  }

  @Test
  void restsAreGathered() {
    Arguments a =
        Signature.of("subscripts, *operands, dtype=None, **others")
            .bind(List.of("ij->ji", 1L, 2L), Map.of("optimize", true));
    assertThat(a.list("operands")).hasSize(2);
    assertThat(a.dtype("dtype")).isEmpty();
    assertThat(a.raw("others")).isEqualTo(Map.of("optimize", true));
  }

  @Test
  void argumentsThatDoNotFitAreRefused() {
    Signature signature = Signature.of("x, axis=None");
    assertThatThrownBy(() -> signature.bind(List.of(), Map.of())).hasMessageContaining("`x`");
    assertThatThrownBy(() -> signature.bind(List.of(1L, 2L, 3L), Map.of()))
        .hasMessageContaining("3 positional");
    assertThatThrownBy(() -> signature.bind(List.of(1L), Map.of("x", 2L)))
        .hasMessageContaining("two values");
    assertThatThrownBy(() -> signature.bind(List.of(1L), Map.of("axes", 2L)))
        .hasMessageContaining("axes");
  }

  @Test
  void nestedListsBecomeTheTensorKerasMakes() {
    Arguments a =
        Signature.of("x").bind(List.of(List.of(List.of(1L, 2L), List.of(3L, 4L))), Map.of());
    assertThat(a.tensor("x").type().toString()).isEqualTo("int32[2,2]");
    Arguments b = Signature.of("x").bind(List.of(List.of(1L, 2.5)), Map.of());
    assertThat(b.tensor("x").dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void everyRecordedSignatureCanBeRead() throws Exception {
    var table = new OpTable();
    List<String> names = table.missing("keras.");
    assertThat(names).hasSizeGreaterThan(700).contains("keras.ops.sum", "keras.random.uniform");
    for (String name : names) {
      table.section("keras.").add(name.substring("keras.".length()), a -> 1L);
    }
    assertThat(table.missing("keras.")).isEmpty();
    assertThat(table.call("keras.ops.sum", List.of(1L), Map.of())).isEqualTo(1L);
    assertThatThrownBy(() -> table.call("keras.ops.nothing", List.of(), Map.of()))
        .isInstanceOf(MissingFunctionException.class);
  }
}
