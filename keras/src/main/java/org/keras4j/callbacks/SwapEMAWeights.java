package org.keras4j.callbacks;

import java.util.Map;
import java.util.function.BiConsumer;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Variable;

/// Puts the averages that an optimizer with `useEma` keeps in place of the weights while the model
/// is evaluated or used, and the weights back afterwards.
///
/// Before other callbacks and with `swapOnEpoch`, these see the averages after each epoch:
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new SGD(0.1).useEma(true)).loss("mse"));
/// model.fit(x, y, f -> f.callbacks(
///     new SwapEMAWeights().swapOnEpoch(true), new ModelCheckpoint("averaged.keras")));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/swap_ema_weights/">SwapEMAWeights</a>
public final class SwapEMAWeights extends Callback {
  private boolean swapOnEpoch;
  private boolean swapped;

  /// A callback that swaps for evaluation and prediction.
  public SwapEMAWeights() {}

  /// Sets whether averages are in place between epochs, too (false at first).
  public SwapEMAWeights swapOnEpoch(boolean value) {
    swapOnEpoch = value;
    return this;
  }

  private void forEachAverage(BiConsumer<Variable, Variable> action) {
    var optimizer = model().optimizer();
    boolean any = false;
    for (Variable weight : model().trainableVariables()) {
      var average = optimizer.averageOf(weight);
      average.ifPresent(a -> action.accept(weight, a));
      any |= average.isPresent();
    }
    if (!any) {
      throw new IllegalStateException(
          "SwapEMAWeights must be used when `use_ema=True` is set on the optimizer. Received: use_ema=False");
    }
  }

  private void swap(boolean averagesInPlace) {
    if (swapped == averagesInPlace) {
      return;
    }
    forEachAverage(
        (weight, average) -> {
          Array held = weight.stored();
          weight.store(average.stored());
          average.store(held);
        });
    swapped = averagesInPlace;
  }

  @Override
  public void onEpochBegin(int epoch, Map<String, Double> logs) {
    if (swapOnEpoch) {
      swap(false);
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    if (!swapOnEpoch || swapped) {
      return;
    }
    swap(true);
    // In the end, fit puts the averages in place of the weights, which are the averages now.
    if (epoch == params().epochs() - 1) {
      forEachAverage((weight, average) -> average.store(weight.stored()));
    }
  }

  @Override
  public void onTestBegin(Map<String, Double> logs) {
    swap(true);
  }

  @Override
  public void onTestEnd(Map<String, Double> logs) {
    swap(false);
  }

  @Override
  public void onPredictBegin(Map<String, Double> logs) {
    swap(true);
  }

  @Override
  public void onPredictEnd(Map<String, Double> logs) {
    swap(false);
  }
}
