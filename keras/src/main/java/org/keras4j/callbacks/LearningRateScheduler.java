package org.keras4j.callbacks;

import java.util.Map;
import org.keras4j.saving.format.PythonFloat;

/// Sets the learning rate at the beginning of each epoch.
///
/// The rate appears in the logs as `learning_rate`.
///
/// {@snippet :
/// var schedule = new LearningRateScheduler((epoch, rate) -> epoch < 10 ? rate : rate * Math.exp(-0.1));
/// model.fit(x, y, f -> f.epochs(15).callbacks(schedule));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/learning_rate_scheduler/">LearningRateScheduler</a>
public final class LearningRateScheduler extends Callback {
  private final Schedule schedule;
  private int verbose;

  /// The rate of an epoch.
  @FunctionalInterface
  public interface Schedule {
    /// The rate of an epoch, counted from 0, where it was `rate` before.
    double rate(int epoch, double rate);
  }

  /// A callback that follows a schedule.
  public LearningRateScheduler(Schedule schedule) {
    this.schedule = schedule;
  }

  /// Sets whether the rate is announced: 0 no, as at first, 1 yes.
  public LearningRateScheduler verbose(int value) {
    verbose = value;
    return this;
  }

  @Override
  public void onEpochBegin(int epoch, Map<String, Double> logs) {
    double rate = schedule.rate(epoch, LearningRates.of(model().optimizer()));
    model().optimizer().setLearningRate(rate);
    if (verbose > 0) {
      System.out.println(
          "\nEpoch %d: LearningRateScheduler setting learning rate to %s."
              .formatted(epoch + 1, PythonFloat.repr(rate)));
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    logs.put("learning_rate", LearningRates.of(model().optimizer()));
  }
}
