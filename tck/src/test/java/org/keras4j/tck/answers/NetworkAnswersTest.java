package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tck.parity.Report;

class NetworkAnswersTest {
  private static final OpTable TABLE = Answers.table();
  private static final String OF_TORCH =
      "the answer is JAX's, its gradient that of PyTorch, whose answer is another";
  private static final String MISDRAWN =
      "Keras infers another shape than the one it computes: strides count only for the first step";

  /// Cases whose recorded answer is not one to give, each with its reason.
  private static final Map<String, String> NOT_FOLLOWED =
      Map.of(
          "ops_linalg/istft/2", OF_TORCH,
          "ops_linalg/istft/3", OF_TORCH,
          "ops_linalg/istft/6", OF_TORCH,
          "ops_linalg/istft/7", OF_TORCH,
          "ops_linalg/istft/10", OF_TORCH,
          "ops_linalg/istft/11", OF_TORCH,
          "ops_linalg/stft/7", "a drawn window of unknown length has no one length to try",
          "ops_nn/separable_conv/1", MISDRAWN,
          "ops_nn/separable_conv/3", MISDRAWN,
          "ops_nn/separable_conv/5", MISDRAWN);

  private static boolean isAnswered(Case c) {
    return !NOT_FOLLOWED.containsKey(c.id()) && TABLE.has(c.name());
  }

  @ParameterizedTest
  @CsvSource({"ops/ops_nn,175", "ops/ops_linalg,240", "ops/ops_image,174", "ops/ops_core,95"})
  void recordedCallsAreAnsweredWithGradientsAndInferredTypes(String file, int atLeast) {
    Report report =
        Answers.conformance()
            .files(file::equals)
            .kinds(Set.of("op"))
            .only(NetworkAnswersTest::isAnswered)
            .run(CaseStore.builtIn());
    assertThat(report.worst(10)).isEmpty();
    assertThat(report.counts().passed()).isGreaterThanOrEqualTo(atLeast);
  }
}
