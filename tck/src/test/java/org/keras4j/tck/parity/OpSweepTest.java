package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.tck.answers.Answers;
import org.keras4j.tck.parity.OpProbe.Verdict;

/// Every op that cases call: its gradient and the gradient of that against finite differences, in a
/// batch against one by one, compiled against at once.
class OpSweepTest {
  private static final OpTable TABLE = Answers.table();

  /// Ops whose gradient is another than their derivative on purpose.
  private static final Set<String> OF_THEIR_OWN =
      Set.of("keras.ops.stop_gradient", "keras.ops.custom_gradient");

  /// Ops that give shapes by values, or the values themselves: not part of a program.
  private static final Set<String> BY_VALUES =
      Set.of(
          "keras.ops.bincount",
          "keras.ops.convert_to_numpy",
          "keras.ops.nonzero",
          "keras.ops.repeat",
          "keras.ops.unique",
          "keras.ops.where");

  private interface Check {
    void run(OpInvocation op) throws Exception;
  }

  private static Map<String, String> problems(String file, Predicate<Case> which, Check check) {
    var problems = new TreeMap<String, String>();
    for (Case c : CaseFile.read(CaseStore.builtIn(), file).cases()) {
      if (c.kind().equals("op") && TABLE.has(c.name()) && which.test(c)) {
        try {
          check.run(new OpInvocation(c, TABLE));
        } catch (Exception | AssertionError e) {
          problems.put(c.id(), e.getClass().getSimpleName() + ": " + e.getMessage());
        }
      }
    }
    return problems;
  }

  private static Map<String, String> derivatives(String file, Predicate<Case> which) {
    var checked = new TreeSet<String>();
    var seen = new TreeSet<String>();
    var problems =
        problems(
            file,
            which.and(c -> c.has("grads") && !OF_THEIR_OWN.contains(c.name())),
            op -> {
              var probe = new OpProbe(op, List.copyOf(op.c().map("grads").keySet()));
              seen.add(op.c().name());
              Verdict first = probe.gradient();
              assertThat(first).as("gradient").isNotEqualTo(Verdict.DIFFERS);
              if (first == Verdict.AGREES) {
                checked.add(op.c().name());
                assertThat(probe.secondGradient())
                    .as("gradient of the gradient")
                    .isNotEqualTo(Verdict.DIFFERS);
              }
            });
    seen.removeAll(checked);
    seen.forEach(name -> problems.putIfAbsent(name, "no call could be compared"));
    return problems;
  }

  private static Map<String, String> forms(String file, Predicate<Case> which) {
    return problems(
        file,
        which,
        op -> {
          var paths =
              op.c().has("grads") ? List.copyOf(op.c().map("grads").keySet()) : OpProbe.tensors(op);
          if (paths.isEmpty()) {
            return;
          }
          var probe = new OpProbe(op, paths);
          if (BY_VALUES.contains(op.c().name()) && probe.isByValues()) {
            return;
          }
          assertThat(probe.compiled()).as("compiled").isEmpty();
          assertThat(probe.batch()).as("in a batch").isEmpty();
        });
  }

  private static Predicate<Case> firstOfEachName() {
    Set<String> seen = new HashSet<>();
    return c -> seen.add(c.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops/ops_elementwise",
        "ops/ops_reduce",
        "ops/ops_shape",
        "ops/ops_nn",
        "ops/ops_linalg",
        "ops/ops_image",
        "ops/ops_core"
      })
  @Tag("slow")
  void derivativesAreWhatDifferencesSay(String file) {
    assertThat(derivatives(file, _ -> true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops/ops_elementwise",
        "ops/ops_reduce",
        "ops/ops_shape",
        "ops/ops_nn",
        "ops/ops_linalg",
        "ops/ops_image",
        "ops/ops_core"
      })
  @Tag("slow")
  void compiledOrInABatchTheAnswerIsTheSame(String file) {
    assertThat(forms(file, _ -> true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops/ops_elementwise", "ops/ops_reduce", "ops/ops_shape"})
  void theFirstCallOfEachOpCompiledAndInABatch(String file) {
    assertThat(forms(file, firstOfEachName())).isEmpty();
  }
}
