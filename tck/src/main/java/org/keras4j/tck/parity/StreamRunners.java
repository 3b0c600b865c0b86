package org.keras4j.tck.parity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keras4j.random.RandomState;
import org.keras4j.random.SeedGenerator;
import org.keras4j.tensor.Array;

/// Asks the cases about where seeds come from: kinds `host_random` and `seed_generator`.
public final class StreamRunners {
  private StreamRunners() {}

  /// Python's `random.randint` and NumPy's `permutation` after a seed.
  ///
  /// @param c a case of kind `host_random`
  /// @return what came of it
  public static Outcome hostRandom(Case c) {
    return RandomState.scoped(c.integer("seed"), () -> Outcome.of(hostDifference(c)));
  }

  private static Optional<Comparison.Difference> hostDifference(Case c) {
    RandomState state = RandomState.current();
    List<Object> seeds = c.list("python_randint_1_1e9");
    List<Long> drawn = seeds.stream().map(seed -> (long) state.nextSeed()).toList();
    var difference = Comparison.difference(drawn, seeds, Tolerance.EXACT);
    for (Object item : c.list("numpy_permutations")) {
      long[] want = ((Array) item).toLongs();
      long[] got = Arrays.stream(state.permutation(want.length)).asLongStream().toArray();
      if (difference.isEmpty() && !Arrays.equals(got, want)) {
        difference =
            Optional.of(
                new Comparison.Difference(
                    "permutation of " + want.length, Double.POSITIVE_INFINITY));
      }
    }
    return difference;
  }

  /// The keys that a generator hands out.
  ///
  /// @param c a case of kind `seed_generator`
  /// @return what came of it
  public static Outcome seedGenerator(Case c) {
    var generator = new SeedGenerator(c.integer("seed"));
    List<Object> want = c.list("states");
    List<Object> got = want.stream().<Object>map(state -> generator.next()).toList();
    var difference = Comparison.difference(got, want, Tolerance.EXACT);
    return Outcome.of(
        difference.isPresent()
            ? difference
            : Comparison.difference(generator.state(), c.get("state_after"), Tolerance.EXACT));
  }
}
