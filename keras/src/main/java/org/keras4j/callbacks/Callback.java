package org.keras4j.callbacks;

import java.util.Map;
import java.util.Optional;
import org.keras4j.trainers.Trainer;

/// Something that is told what happens while a model is trained, evaluated or used, and may act on
/// it.
///
/// Logs hold the names and values of losses and metrics, those of validation with the prefix
/// `val_`. They may be changed for the callbacks that follow.
///
/// {@snippet :
/// class Beep extends Callback {
///   @Override public void onEpochEnd(int epoch, Map<String, Double> logs) {
///     System.out.print('\7');
///   }
/// }
/// }
///
/// @see <a href="https://keras.io/api/callbacks/base_callback/">Base Callback class</a>
public abstract class Callback {
  private Optional<Trainer> model = Optional.empty();
  private Params params = new Params(Optional.empty(), 1, 0);

  /// What is about to happen: steps per epoch if known, epochs, and how much to print.
  public record Params(Optional<Integer> steps, int epochs, int verbose) {}

  /// For subclasses.
  protected Callback() {}

  /// Tells which model it is about.
  public void setModel(Trainer value) {
    model = Optional.of(value);
  }

  /// Tells what is about to happen.
  public void setParams(Params value) {
    params = value;
  }

  /// The model.
  ///
  /// @throws IllegalStateException before training begins
  public Trainer model() {
    return model.orElseThrow(
        () ->
            new IllegalStateException(getClass().getSimpleName() + " is not part of a training."));
  }

  /// What is about to happen.
  public Params params() {
    return params;
  }

  /// Before the first epoch.
  public void onTrainBegin(Map<String, Double> logs) {}

  /// After the last epoch.
  public void onTrainEnd(Map<String, Double> logs) {}

  /// Before each epoch.
  public void onEpochBegin(int epoch, Map<String, Double> logs) {}

  /// After each epoch and its validation.
  public void onEpochEnd(int epoch, Map<String, Double> logs) {}

  /// Before each training step.
  public void onTrainBatchBegin(int batch, Map<String, Double> logs) {}

  /// After each training step.
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {}

  /// Before evaluation, also that of validation.
  public void onTestBegin(Map<String, Double> logs) {}

  /// After evaluation.
  public void onTestEnd(Map<String, Double> logs) {}

  /// Before each step of evaluation.
  public void onTestBatchBegin(int batch, Map<String, Double> logs) {}

  /// After each step of evaluation.
  public void onTestBatchEnd(int batch, Map<String, Double> logs) {}

  /// Before prediction.
  public void onPredictBegin(Map<String, Double> logs) {}

  /// After prediction.
  public void onPredictEnd(Map<String, Double> logs) {}

  /// Before each step of prediction.
  public void onPredictBatchBegin(int batch, Map<String, Double> logs) {}

  /// After each step of prediction.
  public void onPredictBatchEnd(int batch, Map<String, Double> logs) {}
}
