package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Report;

class NetworkAnswersTest {
  @ParameterizedTest
  @CsvSource({"ops/ops_nn,175", "ops/ops_linalg,240", "ops/ops_image,174", "ops/ops_core,95"})
  void recordedCallsAreAnsweredWithGradientsAndInferredTypes(String file, int atLeast) {
    Report report =
        Answers.conformance().files(file::equals).kinds(Set.of("op")).run(CaseStore.builtIn());
    assertThat(report.worst(10)).isEmpty();
    assertThat(report.counts().passed()).isGreaterThanOrEqualTo(atLeast);
  }
}
