package org.keras4j.callbacks;

import java.util.Map;
import java.util.Optional;
import org.keras4j.saving.format.PythonFloat;

/// Lowers the learning rate when a value of the logs has stopped to become better.
///
/// The rate appears in the logs as `learning_rate`.
///
/// {@snippet :
/// model.fit(x, y, f -> f.epochs(50).validationSplit(0.2).callbacks(
///     new ReduceLROnPlateau().factor(0.2).patience(5).minLr(0.001)));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/reduce_lr_on_plateau/">ReduceLROnPlateau</a>
public final class ReduceLROnPlateau extends MonitorCallback<ReduceLROnPlateau> {
  private static final System.Logger LOG = System.getLogger(ReduceLROnPlateau.class.getName());

  private double factor = 0.1;
  private int patience = 10;
  private int verbose;
  private int cooldown;
  private double minLr;

  private Optional<Double> best = Optional.empty();
  private int cooling;
  private int wait;

  /// A callback that watches `val_loss`.
  public ReduceLROnPlateau() {
    setMinDelta(1e-4);
  }

  /// Sets what the rate is multiplied by (0.1 at first).
  ///
  /// @throws IllegalArgumentException if that would not lower it
  public ReduceLROnPlateau factor(double value) {
    if (!(value < 1)) {
      throw new IllegalArgumentException(
          "ReduceLROnPlateau does not support a factor >= 1.0. Received: factor=" + value);
    }
    factor = value;
    return this;
  }

  /// Sets how many epochs without becoming better are waited for (10 at first).
  public ReduceLROnPlateau patience(int value) {
    patience = value;
    return this;
  }

  /// Sets whether lowering is announced: 0 no, as at first, 1 yes.
  public ReduceLROnPlateau verbose(int value) {
    verbose = value;
    return this;
  }

  /// Sets the least change that counts (0.0001 at first).
  public ReduceLROnPlateau minDelta(double value) {
    setMinDelta(value);
    return this;
  }

  /// Sets for how many epochs nothing happens after the rate was lowered (0 at first).
  public ReduceLROnPlateau cooldown(int value) {
    cooldown = value;
    return this;
  }

  /// Sets the lowest rate (0 at first).
  public ReduceLROnPlateau minLr(double value) {
    minLr = value;
    return this;
  }

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    best = Optional.empty();
    cooling = 0;
    wait = 0;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    direction();
    logs.put("learning_rate", LearningRates.of(model().optimizer()));
    var current = value(logs);
    if (current.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Learning rate reduction is conditioned on metric `{0}` which is not available. Available metrics are: {1}.",
          monitored(),
          String.join(",", logs.keySet()));
      return;
    }
    if (cooling > 0) {
      cooling--;
      wait = 0;
    }
    if (isBetter(current.get(), best)) {
      best = current;
      wait = 0;
    } else if (cooling == 0) {
      wait++;
      if (wait >= patience) {
        reduce(epoch);
      }
    }
  }

  private void reduce(int epoch) {
    double before = LearningRates.of(model().optimizer());
    if (!(before > (float) minLr)) {
      return;
    }
    double rate = Math.max(before * factor, minLr);
    model().optimizer().setLearningRate(rate);
    if (verbose > 0) {
      System.out.println(
          "\nEpoch %d: ReduceLROnPlateau reducing learning rate to %s."
              .formatted(epoch + 1, PythonFloat.repr(rate)));
    }
    cooling = cooldown;
    wait = 0;
  }
}
