package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Report;

class OpsAnswersTest {
  @ParameterizedTest
  @CsvSource({"ops/ops_elementwise,1200", "ops/ops_reduce,580", "ops/ops_shape,480"})
  void recordedCallsAreAnsweredWithGradientsAndInferredTypes(String file, int atLeast) {
    Report report =
        Answers.conformance().files(file::equals).kinds(Set.of("op")).run(CaseStore.builtIn());
    assertThat(report.worst(10)).isEmpty();
    assertThat(report.counts().passed()).isGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @CsvSource({"add", "divide", "power", "maximum", "where", "clip", "sum", "mean", "result_type"})
  void dtypesArePromotedAsInKeras(String name) {
    Report report =
        Answers.conformance()
            .kinds(Set.of("promotion"))
            .only(c -> c.name().equals(name))
            .run(CaseStore.builtIn());
    assertThat(report.worst(1)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(1);
  }
}
