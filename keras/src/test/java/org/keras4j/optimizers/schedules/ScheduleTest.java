package org.keras4j.optimizers.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.keras4j.config.Registry;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;

class ScheduleTest {
  private static double rate(LearningRateSchedule schedule, long step) {
    return ((Array) schedule.apply(Array.scalar(DType.INT32, step))).item();
  }

  static Map<LearningRateSchedule, String> written() {
    return Map.of(
        new ExponentialDecay(0.1, 5, 0.9),
        "{initial_learning_rate=0.1, decay_steps=5, decay_rate=0.9, staircase=false, name=ExponentialDecay}",
        new InverseTimeDecay(0.1, 2.5, 0.9).staircase(true).name("mine"),
        "{initial_learning_rate=0.1, decay_steps=2.5, decay_rate=0.9, staircase=true, name=mine}",
        new PolynomialDecay(0.1, 5),
        "{initial_learning_rate=0.1, decay_steps=5, end_learning_rate=1.0E-4, power=1.0, cycle=false, name=PolynomialDecay}",
        new CosineDecay(0.1, 5).warmupTarget(0.5).warmupSteps(2),
        "{initial_learning_rate=0.1, decay_steps=5, alpha=0.0, name=CosineDecay, warmup_target=0.5, warmup_steps=2}",
        new CosineDecayRestarts(0.1, 5),
        "{initial_learning_rate=0.1, first_decay_steps=5, t_mul=2.0, m_mul=1.0, alpha=0.0, name=SGDRDecay}",
        new PiecewiseConstantDecay(List.of(2, 5), List.of(0.1, 0.05, 0.01)),
        "{boundaries=[2, 5], values=[0.1, 0.05, 0.01], name=PiecewiseConstant}");
  }

  @Test
  void schedulesAreWrittenAsKerasWritesThem() {
    written()
        .forEach(
            (schedule, settings) -> {
              assertThat(schedule.getConfig()).hasToString(settings);
              var json = Registry.serialize(schedule);
              assertThat(json.get("module")).isEqualTo("keras.optimizers.schedules");
              var back = Objects.requireNonNull(Registry.deserialize(json.toMap()));
              assertThat(Registry.serialize(back)).isEqualTo(json.toMap());
            });
  }

  @Test
  void ratesAreThoseOfTheFormulas() {
    assertThat(rate(new ExponentialDecay(0.5, 4, 0.25).staircase(true), 7)).isEqualTo(0.125);
    assertThat(rate(new InverseTimeDecay(0.5, 4, 0.5), 8)).isEqualTo(0.25);
    assertThat(rate(new PolynomialDecay(1.0, 4).endLearningRate(0), 1)).isEqualTo(0.75);
    assertThat(rate(new CosineDecay(1.0, 4), 2)).isCloseTo(0.5, within(1e-6));
    assertThat(rate(new CosineDecay(0.0, 4).warmupTarget(1.0).warmupSteps(2), 1)).isEqualTo(0.5);
    assertThat(rate(new CosineDecayRestarts(1.0, 4).mMul(0.5), 4)).isCloseTo(0.5, within(1e-6));
    var steps = new PiecewiseConstantDecay(List.of(2, 5), List.of(1.0, 0.5, 0.25));
    assertThat(rate(steps, 2)).isEqualTo(1);
    assertThat(rate(steps, 3)).isEqualTo(0.5);
    assertThat(rate(steps, 6)).isEqualTo(0.25);
  }

  @Test
  void refusalsNameTheCulprit() {
    assertThatThrownBy(() -> new CosineDecay(0.1, 0)).hasMessageContaining("decay_steps=0");
    assertThatThrownBy(() -> new CosineDecayRestarts(0.1, -1))
        .hasMessageContaining("first_decay_steps=-1");
    assertThatThrownBy(() -> new PiecewiseConstantDecay(List.of(1, 2), List.of(1.0, 2.0)))
        .hasMessageContaining("boundaries=[1, 2] of length 2");
    var used = new CosineDecay(0.1, 1);
    rate(used, 0);
    assertThatThrownBy(() -> used.alpha(0.5)).isInstanceOf(IllegalStateException.class);
  }
}
