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

class OpsAnswersTest {
  private static final OpTable TABLE = Answers.table();

  /// Cases whose recorded answer is not one to give, each with its reason.
  private static final Map<String, String> NOT_FOLLOWED =
      Map.of(
          "ops_elementwise/saturate_cast/26",
          "Keras's upper bound overflows to -2147483648, which then replaces every element",
          "ops_elementwise/saturate_cast/27",
          "Keras's upper bound overflows to -2147483648, which then replaces every element",
          "ops_reduce/max/18",
          "the recorded cotangent is of PyTorch's shape () where the answer has shape (3)",
          "ops_reduce/min/18",
          "the recorded cotangent is of PyTorch's shape () where the answer has shape (3)",
          "ops_reduce/nanpercentile/7",
          "the quantile lies on a kink, where the last bit of its place decides the gradient");

  private static boolean isAnswered(Case c) {
    return !NOT_FOLLOWED.containsKey(c.id()) && TABLE.has(c.name());
  }

  @ParameterizedTest
  @CsvSource({"ops/ops_elementwise,1200", "ops/ops_reduce,580", "ops/ops_shape,480"})
  void recordedCallsAreAnsweredWithGradientsAndInferredTypes(String file, int atLeast) {
    Report report =
        Answers.conformance()
            .files(file::equals)
            .kinds(Set.of("op"))
            .only(OpsAnswersTest::isAnswered)
            .run(CaseStore.builtIn());
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
