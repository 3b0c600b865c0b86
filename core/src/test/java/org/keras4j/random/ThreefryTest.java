package org.keras4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreefryTest {

  /// The known answers of Random123's kat_vectors for threefry2x32 with twenty rounds.
  @Test
  void enciphersTheKnownAnswers() {
    assertThat(Threefry.block(0, 0, 0, 0)).isEqualTo(0x6b200159_99ba4efeL);
    assertThat(Threefry.block(-1, -1, -1, -1)).isEqualTo(0x1cb996fc_bb002be7L);
    assertThat(Threefry.block(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3))
        .isEqualTo(0xc4923a9c_483df7a0L);
  }

  @Test
  void narrowWordsAreTheLowBitsOfWideOnes() {
    var key = new Threefry.Key(3, 9);
    int[] words = Threefry.bits32(key, 5);
    long[] blocks = Threefry.bits64(key, 5);
    for (int i = 0; i < 5; i++) {
      assertThat(Threefry.bits16(key, 5)[i]).isEqualTo((short) words[i]);
      assertThat(Threefry.bits8(key, 5)[i]).isEqualTo((byte) words[i]);
      assertThat((int) (blocks[i] >>> 32) ^ (int) blocks[i]).isEqualTo(words[i]);
    }
  }

  @Test
  void aStreamMayBeComputedInParts() {
    var key = new Threefry.Key(1, 2);
    int[] whole = Threefry.bits32(key, 100);
    var parts = new int[100];
    Threefry.bits32(key, 60, parts, 60, 100);
    Threefry.bits32(key, 0, parts, 0, 60);
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void splitAndFoldInAgree() {
    var key = Threefry.Key.ofSeed(5);
    assertThat(key.split(3)).containsExactly(key.foldIn(0), key.foldIn(1), key.foldIn(2));
    assertThat(key.split(2)).doesNotHaveDuplicates();
  }
}
