package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Report;

class ObjectAnswersTest {

  @Test
  void initializersRegularizersAndConstraintsGiveKerassNumbers() {
    Report report =
        Answers.conformance()
            .kinds(Set.of("initializer", "regularizer", "constraint"))
            .run(CaseStore.builtIn());
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(155 + 49 + 27 + 34);
  }

  @Test
  void optimizersAndSchedulesGiveKerassNumbersAndState() {
    Report report =
        Answers.conformance().kinds(Set.of("optimizer", "schedule")).run(CaseStore.builtIn());
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(279 + 18);
  }

  @Test
  void aDenseLayerGivesKerassNumbersGradientsAndConfig() {
    Report report =
        Answers.conformance()
            .kinds(Set.of("layer"))
            .ids("layers/{Dense,Flatten,Dropout}/*")
            .files(f -> f.equals("layers/core"))
            .run(CaseStore.builtIn());
    assertThat(report.counts().passed()).isGreaterThan(10);
    assertThat(report.worst(5)).hasSizeLessThan(3);
  }
}
