package org.keras4j.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.tck.EngineCheck;
import org.keras4j.tensor.DType;

class TensorFlowBackendTest {
  private static final TensorFlowBackend ENGINE = new TensorFlowBackend();

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void every_primitive_is_as_the_reference_says(DType real) {
    assertThat(new EngineCheck(ENGINE, new ReferenceBackend()).differences(real)).isEmpty();
  }
}
