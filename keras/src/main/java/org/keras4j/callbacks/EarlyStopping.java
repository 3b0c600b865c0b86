package org.keras4j.callbacks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.Array;

/// Ends training when a value of the logs has stopped to become better.
///
/// {@snippet :
/// model.fit(x, y, f -> f.epochs(100).validationSplit(0.2).callbacks(
///     new EarlyStopping().monitor("val_loss").patience(3).restoreBestWeights(true)));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/early_stopping/">EarlyStopping</a>
public final class EarlyStopping extends MonitorCallback<EarlyStopping> {
  private static final System.Logger LOG = System.getLogger(EarlyStopping.class.getName());

  private int patience;
  private int verbose;
  private Optional<Double> baseline = Optional.empty();
  private boolean restoreBestWeights;
  private int startFromEpoch;

  private Optional<Double> best = Optional.empty();
  private Optional<List<Array>> bestWeights = Optional.empty();
  private int bestEpoch;
  private int wait;
  private int stoppedEpoch;

  /// A callback that watches `val_loss`.
  public EarlyStopping() {}

  /// Sets the least change that counts (0 at first).
  public EarlyStopping minDelta(double value) {
    setMinDelta(value);
    return this;
  }

  /// Sets how many epochs without becoming better are waited for (0 at first).
  public EarlyStopping patience(int value) {
    patience = value;
    return this;
  }

  /// Sets whether the end is announced: 0 no, as at first, 1 yes.
  public EarlyStopping verbose(int value) {
    verbose = value;
    return this;
  }

  /// Sets a value that must be exceeded for waiting to begin anew (none at first).
  public EarlyStopping baseline(double value) {
    baseline = Optional.of(value);
    return this;
  }

  /// Sets whether the model gets back the weights of its best epoch in the end (false at first).
  public EarlyStopping restoreBestWeights(boolean value) {
    restoreBestWeights = value;
    return this;
  }

  /// Sets the first epoch that counts (0 at first).
  public EarlyStopping startFromEpoch(int value) {
    startFromEpoch = value;
    return this;
  }

  /// The epoch after which training was ended, or 0.
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /// The best epoch.
  public int bestEpoch() {
    return bestEpoch;
  }

  /// The best value, if there has been any.
  public Optional<Double> best() {
    return best;
  }

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    wait = 0;
    stoppedEpoch = 0;
    bestEpoch = 0;
    best = Optional.empty();
    bestWeights = Optional.empty();
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    direction();
    var current = value(logs);
    if (current.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Early stopping conditioned on metric `{0}` which is not available. Available metrics are: {1}",
          monitored(),
          String.join(",", logs.keySet()));
      return;
    }
    if (epoch < startFromEpoch) {
      return;
    }
    if (bestWeights.isEmpty()) {
      keep(epoch);
    }
    wait++;
    if (isBetter(current.get(), best)) {
      best = current;
      keep(epoch);
      if (baseline.isEmpty() || isBetter(current.get(), baseline)) {
        wait = 0;
      }
    } else if (wait >= patience && epoch > 0) {
      stoppedEpoch = epoch;
      model().stopTraining(true);
    }
  }

  private void keep(int epoch) {
    bestEpoch = epoch;
    if (restoreBestWeights) {
      bestWeights = Optional.of(model().getWeights());
    }
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (stoppedEpoch > 0 && verbose > 0) {
      System.out.println("Epoch %d: early stopping".formatted(stoppedEpoch + 1));
    }
    if (bestWeights.isPresent()) {
      if (verbose > 0) {
        System.out.println(
            "Restoring model weights from the end of the best epoch: %d.".formatted(bestEpoch + 1));
      }
      model().setWeights(bestWeights.get());
    }
  }
}
