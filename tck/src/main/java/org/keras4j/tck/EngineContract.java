package org.keras4j.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Sequential;
import org.keras4j.optimizers.Adam;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Backends;
import org.keras4j.runtime.Trace;
import org.keras4j.tck.answers.Answers;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseStore;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// What every engine keeps: an engine passes by a subclass of this among its tests, which names the
/// engine and, with a reason each, what it does differently. A reason whose case begins to pass
/// fails the test.
///
/// {@snippet :
/// class MyEngineTest extends EngineContract {
///   MyEngineTest() {
///     super("mine");
///   }
/// }
/// }
public abstract class EngineContract {
  private static final TensorType SQUARE = TensorType.of(DType.FLOAT32, 24, 24);

  private final Backend engine;

  /// The contract of an engine.
  ///
  /// @param name the engine's name
  protected EngineContract(String name) {
    this.engine = Backends.named(name);
  }

  /// Samples in which the engine differs from the reference, by their names as `dtype/name`, with
  /// the reasons.
  protected Map<String, String> differingSamples() {
    return Map.of();
  }

  /// Recorded cases that the engine answers otherwise than the embedded one does, by their ids,
  /// with the reasons.
  protected Map<String, String> differingCases() {
    return Map.of();
  }

  /// Recorded cases that the engine may answer otherwise on some processors, by their ids, with the
  /// reasons: where rounding of the last bit is enlarged beyond the case's tolerance.
  protected Map<String, String> sensitiveCases() {
    return Map.of();
  }

  /// Asks every so-manieth recorded case only, where an engine takes long for each.
  protected int everyNthCase() {
    return 1;
  }

  @Test
  void every_primitive_is_as_the_reference_says() {
    holdSamples(DType.FLOAT32);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT64"})
  @Tag("slow")
  void every_primitive_is_as_the_reference_says_in_other_precisions(DType real) {
    holdSamples(real);
  }

  private void holdSamples(DType real) {
    var differences = new TreeMap<String, String>();
    for (String line : new EngineCheck(engine, Backends.named("reference")).differences(real)) {
      differences.put(real + "/" + line.substring(0, line.indexOf(": ")), line);
    }
    var known = new TreeSet<>(differingSamples().keySet());
    known.removeIf(name -> !name.startsWith(real + "/"));
    assertEquals(known, differences.keySet(), () -> "differences: " + differences.values());
  }

  private static Program program() {
    return Trace.of(
            List.of(SQUARE, SQUARE),
            in -> List.of(Lax.tanh(Lax.add(Lax.exp(Lax.neg(in.get(0))), in.get(1)))))
        .program();
  }

  private static Array filled(double start) {
    var e = Elements.zeros(SQUARE);
    for (int i = 0; i < e.size(); i++) {
      e.setDouble(i, Math.sin(start + i));
    }
    return e.toArray();
  }

  @Test
  void eight_threads_get_the_answers_of_one() throws Exception {
    try (var executable = engine.compile(program(), Set.of());
        var threads = Executors.newFixedThreadPool(8)) {
      var expected = new ArrayList<float[]>();
      var asked = new ArrayList<Callable<float[]>>();
      for (int n = 0; n < 64; n++) {
        var in = List.of(filled(n), filled(-n));
        expected.add(executable.run(in).getFirst().toFloats());
        asked.add(() -> executable.run(in).getFirst().toFloats());
      }
      List<Future<float[]>> answers = threads.invokeAll(asked);
      for (int n = 0; n < 64; n++) {
        assertArrayEquals(expected.get(n), answer(answers.get(n)));
      }
    }
  }

  private static float[] answer(Future<float[]> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void two_engines_in_one_process_take_each_others_arrays() {
    var reference = Backends.named("reference");
    var in = List.of(filled(1), filled(2));
    var expected = reference.compile(program(), Set.of()).run(in);
    try (var executable = engine.compile(program(), Set.of())) {
      var ours = executable.run(in).getFirst();
      assertArrayEquals(expected.getFirst().toFloats(), ours.toFloats(), 1e-5f);
      var theirs = reference.compile(program(), Set.of()).run(List.of(ours, ours)).getFirst();
      var back = executable.run(List.of(theirs, ours)).getFirst();
      assertEquals(SQUARE, back.type());
      assertArrayEquals(
          reference.compile(program(), Set.of()).run(List.of(theirs, ours)).getFirst().toFloats(),
          back.toFloats(),
          1e-5f);
    }
  }

  @Test
  void what_is_given_up_may_be_overwritten_and_the_rest_may_not() {
    try (var executable = engine.compile(program(), Set.of(0))) {
      var kept = filled(4);
      float[] before = kept.toFloats();
      float[] first = executable.run(List.of(filled(3), kept)).getFirst().toFloats();
      float[] second = executable.run(List.of(filled(3), kept)).getFirst().toFloats();
      assertArrayEquals(first, second);
      assertArrayEquals(before, kept.toFloats());
    }
  }

  @Test
  void what_was_closed_is_not_used() {
    try (var executable = engine.compile(program(), Set.of())) {
      var result = executable.run(List.of(filled(1), filled(2))).getFirst();
      result.close();
      if (!(result.buffer() instanceof org.keras4j.tensor.HostBuffer)) {
        assertThrows(IllegalStateException.class, result::toFloats);
        assertThrows(IllegalStateException.class, () -> executable.run(List.of(result, filled(2))));
      }
    }
  }

  /// A small model, trained by compiled steps: memory must not grow with their number.
  @Test
  @Tag("slow")
  void ten_thousand_steps_take_no_more_memory_than_two_thousand() {
    Backends.with(
        engine,
        () -> {
          var model = new Sequential(new Input(64), new Dense(64).activation("relu"), new Dense(1));
          model.compile(c -> c.optimizer(new Adam(1e-3)).loss("mse"));
          var x = Array.of(Shape.of(32, 64), new float[32 * 64]);
          var y = Array.of(Shape.of(32, 1), new float[32]);
          long early = 0;
          for (int step = 1; step <= 10_000; step++) {
            model.trainOnBatch(x, y);
            if (step == 2000) {
              early = Memory.residentMegabytes();
            }
          }
          long late = Memory.residentMegabytes();
          System.out.println(
              engine.name() + ": RSS " + early + " MB after 2000 steps, " + late + " after 10000");
          assertTrue(late <= early + 150, "RSS grew from " + early + " to " + late + " MB");
          return 0;
        });
  }

  @Test
  @Tag("slow")
  void recorded_cases_are_answered_as_by_the_embedded_engine() {
    int[] count = {0};
    int nth = everyNthCase();
    var ours = failures(engine, _ -> count[0]++ % nth == 0);
    var theirs = failures(Backends.named("java"), c -> ours.containsKey(c.id()));
    ours.keySet().removeAll(theirs.keySet());
    ours.keySet().removeAll(sensitiveCases().keySet());
    var unexpected = new TreeMap<>(ours);
    unexpected.keySet().removeAll(differingCases().keySet());
    assertEquals(Map.of(), unexpected);
    if (nth == 1) {
      assertEquals(differingCases().keySet(), ours.keySet(), "those that pass now need no reason");
    }
  }

  private static Map<String, String> failures(Backend engine, Predicate<Case> which) {
    var report =
        Backends.with(engine, () -> Answers.conformance().only(which).run(CaseStore.builtIn()));
    var failed = new TreeMap<String, String>();
    report.results().stream()
        .filter(r -> r.outcome() instanceof Outcome.Failed)
        .forEach(r -> failed.put(r.id(), r.outcome().toString()));
    return failed;
  }
}
