package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ConformanceTest {

  @Test
  void anOracleThatKnowsTheAnswersPasses() {
    Report report =
        new Conformance()
            .runner(
                "op",
                c -> Outcome.of(Comparison.difference(c.get("out"), c.get("out"), Tolerance.of(c))))
            .files(f -> f.startsWith("ops/ops_"))
            .run(CaseStore.builtIn());
    assertThat(report.lastLine()).isEqualTo("3543 passed, 0 failed, 0 skipped");
  }

  @Test
  void whatHasNoRunnerFailsAsMissing() {
    Report report = new Conformance().kinds(Set.of("schedule")).run(CaseStore.builtIn());
    assertThat(report.lastLine()).isEqualTo("0 passed, 18 failed, 0 skipped");
    assertThat(((Outcome.Failed) report.worst(1).getFirst().outcome()).reason())
        .isEqualTo("missing: a runner of kind schedule");
    assertThat(report.table()).contains("schedule", "misc/misc");
    assertThat(report.ledger()).contains("## schedule", "| **!** `ExponentialDecay` | 0 | ");
    assertThat(report.toJson()).contains("\"failed\":18").contains("misc/ExponentialDecay/0");
  }

  @Test
  void exceptionsAreFailuresAndOtherCasesGoOn() {
    Report report =
        new Conformance()
            .ids("ops_reduce/sum/*")
            .runner(
                "op",
                c -> {
                  if (c.id().endsWith("/0")) {
                    throw new IllegalStateException("not today");
                  }
                  return c.id().endsWith("/1") ? Outcome.skipped("on purpose") : Outcome.passed();
                })
            .run(CaseStore.builtIn());
    Report.Counts counts = report.counts();
    assertThat(counts.failed()).isEqualTo(1);
    assertThat(counts.skipped()).isEqualTo(1);
    assertThat(counts.passed()).isGreaterThan(10);
    assertThat(((Outcome.Failed) report.worst(5).getFirst().outcome()).reason())
        .isEqualTo("IllegalStateException: not today");
    assertThat(report.byName()).containsOnlyKeys("keras.ops.sum");
  }
}
