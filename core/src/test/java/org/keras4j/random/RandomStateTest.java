package org.keras4j.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.random.RecordedStreams.Recorded;

class RandomStateTest {

  static List<Recorded> hostStreams() {
    List<Recorded> streams = RecordedStreams.named("host");
    assertThat(streams).hasSize(4);
    return streams;
  }

  @ParameterizedTest
  @MethodSource("hostStreams")
  void seedsAndPermutationsAreThoseOfPythonAndNumpy(Recorded stream) {
    RandomState.scoped(
        stream.seed(),
        () -> {
          for (int want : stream.list("randint")) {
            assertThat(RandomState.current().nextSeed()).isEqualTo(want);
          }
          for (int n : new int[] {1, 2, 10, 100, 1797}) {
            assertThat(RandomState.current().permutation(n))
                .isEqualTo(stream.list("permutation" + n));
          }
          return stream;
        });
  }

  @Test
  void aScopeLeavesTheProcessAlone() {
    RandomState outer = RandomState.current();
    RandomState inner = RandomState.scoped(7, RandomState::current);
    assertThat(inner).isNotSameAs(outer);
    assertThat(inner.seed()).hasValue(7);
    assertThat(RandomState.current()).isSameAs(outer);
  }

  @Test
  void seedingAgainStartsAgainAndIsNoticed() {
    RandomState.scoped(
        1,
        () -> {
          RandomState state = RandomState.current();
          SeedGenerator global = state.globalSeedGenerator();
          assertThat(state.globalSeedGenerator()).isSameAs(global);
          RandomState.setRandomSeed(1);
          int first = state.nextSeed();
          RandomState.setRandomSeed(1);
          assertThat(state.nextSeed()).isEqualTo(first).isEqualTo(144272510);
          assertThat(state.globalSeedGenerator()).isNotSameAs(global);
          return state;
        });
  }

  @Test
  void shuffleMovesInPlace() {
    RandomState.scoped(
        42,
        () -> {
          int[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
          RandomState.current().shuffle(x);
          assertThat(x).containsExactly(8, 1, 5, 0, 7, 2, 9, 4, 3, 6);
          return x;
        });
  }

  @Test
  void aSeedBeyondThirtyTwoBitsIsRefusedByName() {
    assertThatThrownBy(() -> RandomState.scoped(-1, () -> 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed=-1");
    assertThatThrownBy(() -> Threefry.Key.ofSeed(1L << 32)).hasMessageContaining("seed=4294967296");
  }

  @Test
  void pythonIgnoresTheSignOfASeedAndTakesManyWords() {
    assertThat(MersenneTwister.likePython(-3).nextInt())
        .isEqualTo(MersenneTwister.likePython(3).nextInt());
    // random.seed(2**40 + 5); random.getrandbits(32)
    assertThat(MersenneTwister.likePython((1L << 40) + 5).pythonBits(32)).isEqualTo(BIG_SEED_WORD);
    // random.seed(0); random.random()
    assertThat(MersenneTwister.likePython(0).nextDouble()).isEqualTo(0.8444218515250481);
  }

  private static final long BIG_SEED_WORD = 2166296868L;
}
