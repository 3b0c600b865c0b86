package org.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.runtime.Backends;
import org.keras4j.tck.EngineCheck;
import org.keras4j.tensor.DType;

class EnginesTest {
  static Stream<Arguments> engines() {
    return Backends.providers().stream()
        .filter(p -> p.unusableBecause().isEmpty())
        .map(BackendProvider::name)
        .filter(name -> !name.equals("reference"))
        .flatMap(
            name ->
                Stream.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)
                    .map(real -> Arguments.of(name, real)));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void an_engine_answers_as_the_reference_does(String engine, DType real) {
    var check = new EngineCheck(Backends.named(engine), Backends.named("reference"));
    assertThat(check.differences(real)).isEmpty();
  }
}
