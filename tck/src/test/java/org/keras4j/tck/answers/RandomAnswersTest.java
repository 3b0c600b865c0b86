package org.keras4j.tck.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Report;

class RandomAnswersTest {

  private static Report ask(Predicate<Case> cases) {
    return Answers.conformance()
        .only(c -> c.name().startsWith("keras.random.") && cases.test(c))
        .run(CaseStore.builtIn());
  }

  /// Thousands of numbers by rejection take the reference engine a while.
  private static boolean isLong(Case c) {
    return c.kind().equals("moments")
        && List.of("gamma", "beta", "binomial").contains(c.name().substring(13));
  }

  @Test
  void recordedCallsOfKerasRandomAreAnswered() {
    Report report = ask(c -> !isLong(c));
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(166);
  }

  @Test
  @Tag("slow")
  void recordedCallsThatRejectAreAnswered() {
    Report report = ask(RandomAnswersTest::isLong);
    assertThat(report.worst(5)).isEmpty();
    assertThat(report.counts().passed()).isEqualTo(18);
  }

  @Test
  void theHostsNumbersAndTheGeneratorsKeysAreThoseOfPython() {
    Report report =
        Answers.conformance()
            .only(c -> c.kind().equals("host_random") || c.kind().equals("seed_generator"))
            .run(CaseStore.builtIn());
    assertThat(report.lastLine()).isEqualTo("5 passed, 0 failed, 0 skipped");
  }
}
