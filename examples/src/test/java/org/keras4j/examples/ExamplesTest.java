package org.keras4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  @Test
  void wines_are_told_apart_by_two_inputs() {
    assertThat(WineFunctional.run(30, 0)).isGreaterThan(0.85);
  }

  @Test
  void flowers_are_told_apart_by_a_class_of_ones_own() {
    assertThat(IrisSubclass.run(15, 0)).isGreaterThan(0.8);
  }

  @Test
  void tumours_are_judged_with_a_training_step_of_ones_own() {
    assertThat(TumourTrainStep.run(4, 0)).isGreaterThan(0.9);
  }

  @Test
  void a_speech_belongs_to_who_is_named_before_it() {
    var spoken = Shakespeare.spoken();
    assertThat(spoken.getFirst().speaker()).isEqualTo("First Citizen");
    assertThat(spoken.getFirst().line()).isEqualTo("Before we proceed any further, hear me speak.");
    assertThat(spoken).hasSizeGreaterThan(20_000);
  }

  @Test
  void two_speakers_are_told_apart_better_than_by_chance() {
    var result = WhoSpeaks.run(2, 4, 0);
    assertThat(result.accuracy()).isGreaterThan(result.chance() + 0.05);
  }

  @Test
  void the_writer_learns_and_writes() {
    var result = WriteShakespeare.run(6_000, 16, 2, 0);
    assertThat(result.losses().get(1)).isLessThan(result.losses().get(0));
    assertThat(result.written()).startsWith("ROMEO:\n").hasSize(47);
  }

  @Test
  @Tag("slow")
  void the_writer_spells_after_a_while() {
    var result = WriteShakespeare.run(60_000, 64, 8, 0);
    assertThat(result.losses().getLast()).isLessThan(2.5);
  }
}
