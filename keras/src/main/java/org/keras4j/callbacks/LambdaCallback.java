package org.keras4j.callbacks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A callback made of functions.
///
/// {@snippet :
/// var print = new LambdaCallback()
///     .onEpochEnd((epoch, logs) -> System.out.println(epoch + ": " + logs.get("loss")))
///     .onTrainEnd(logs -> System.out.println("done"));
/// model.fit(x, y, f -> f.epochs(3).callbacks(print));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/lambda_callback/">LambdaCallback</a>
public final class LambdaCallback extends Callback {
  private final Map<Event, Numbered> actions = new EnumMap<>(Event.class);

  /// What is done with the number of an epoch or a batch, from 0, and its logs.
  @FunctionalInterface
  public interface Numbered {
    /// Takes note of an event.
    void accept(int number, Map<String, Double> logs);
  }

  private enum Event {
    EPOCH_BEGIN,
    EPOCH_END,
    TRAIN_BEGIN,
    TRAIN_END,
    TRAIN_BATCH_BEGIN,
    TRAIN_BATCH_END,
    TEST_BEGIN,
    TEST_END,
    TEST_BATCH_BEGIN,
    TEST_BATCH_END,
    PREDICT_BEGIN,
    PREDICT_END,
    PREDICT_BATCH_BEGIN,
    PREDICT_BATCH_END
  }

  /// A callback that does nothing yet.
  public LambdaCallback() {}

  private LambdaCallback with(Event event, Numbered action) {
    actions.put(event, action);
    return this;
  }

  private LambdaCallback with(Event event, Consumer<Map<String, Double>> action) {
    return with(event, (_, logs) -> action.accept(logs));
  }

  private void tell(Event event, int number, Map<String, Double> logs) {
    Optional.ofNullable(actions.get(event)).ifPresent(action -> action.accept(number, logs));
  }

  /// Sets what is done before each epoch.
  public LambdaCallback onEpochBegin(Numbered action) {
    return with(Event.EPOCH_BEGIN, action);
  }

  /// Sets what is done after each epoch and its validation.
  public LambdaCallback onEpochEnd(Numbered action) {
    return with(Event.EPOCH_END, action);
  }

  /// Sets what is done before the first epoch.
  public LambdaCallback onTrainBegin(Consumer<Map<String, Double>> action) {
    return with(Event.TRAIN_BEGIN, action);
  }

  /// Sets what is done after the last epoch.
  public LambdaCallback onTrainEnd(Consumer<Map<String, Double>> action) {
    return with(Event.TRAIN_END, action);
  }

  /// Sets what is done before each training step.
  public LambdaCallback onTrainBatchBegin(Numbered action) {
    return with(Event.TRAIN_BATCH_BEGIN, action);
  }

  /// Sets what is done after each training step.
  public LambdaCallback onTrainBatchEnd(Numbered action) {
    return with(Event.TRAIN_BATCH_END, action);
  }

  /// Sets what is done before evaluation.
  public LambdaCallback onTestBegin(Consumer<Map<String, Double>> action) {
    return with(Event.TEST_BEGIN, action);
  }

  /// Sets what is done after evaluation.
  public LambdaCallback onTestEnd(Consumer<Map<String, Double>> action) {
    return with(Event.TEST_END, action);
  }

  /// Sets what is done before each step of evaluation.
  public LambdaCallback onTestBatchBegin(Numbered action) {
    return with(Event.TEST_BATCH_BEGIN, action);
  }

  /// Sets what is done after each step of evaluation.
  public LambdaCallback onTestBatchEnd(Numbered action) {
    return with(Event.TEST_BATCH_END, action);
  }

  /// Sets what is done before prediction.
  public LambdaCallback onPredictBegin(Consumer<Map<String, Double>> action) {
    return with(Event.PREDICT_BEGIN, action);
  }

  /// Sets what is done after prediction.
  public LambdaCallback onPredictEnd(Consumer<Map<String, Double>> action) {
    return with(Event.PREDICT_END, action);
  }

  /// Sets what is done before each step of prediction.
  public LambdaCallback onPredictBatchBegin(Numbered action) {
    return with(Event.PREDICT_BATCH_BEGIN, action);
  }

  /// Sets what is done after each step of prediction.
  public LambdaCallback onPredictBatchEnd(Numbered action) {
    return with(Event.PREDICT_BATCH_END, action);
  }

  @Override
  public void onEpochBegin(int epoch, Map<String, Double> logs) {
    tell(Event.EPOCH_BEGIN, epoch, logs);
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    tell(Event.EPOCH_END, epoch, logs);
  }

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    tell(Event.TRAIN_BEGIN, 0, logs);
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    tell(Event.TRAIN_END, 0, logs);
  }

  @Override
  public void onTrainBatchBegin(int batch, Map<String, Double> logs) {
    tell(Event.TRAIN_BATCH_BEGIN, batch, logs);
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    tell(Event.TRAIN_BATCH_END, batch, logs);
  }

  @Override
  public void onTestBegin(Map<String, Double> logs) {
    tell(Event.TEST_BEGIN, 0, logs);
  }

  @Override
  public void onTestEnd(Map<String, Double> logs) {
    tell(Event.TEST_END, 0, logs);
  }

  @Override
  public void onTestBatchBegin(int batch, Map<String, Double> logs) {
    tell(Event.TEST_BATCH_BEGIN, batch, logs);
  }

  @Override
  public void onTestBatchEnd(int batch, Map<String, Double> logs) {
    tell(Event.TEST_BATCH_END, batch, logs);
  }

  @Override
  public void onPredictBegin(Map<String, Double> logs) {
    tell(Event.PREDICT_BEGIN, 0, logs);
  }

  @Override
  public void onPredictEnd(Map<String, Double> logs) {
    tell(Event.PREDICT_END, 0, logs);
  }

  @Override
  public void onPredictBatchBegin(int batch, Map<String, Double> logs) {
    tell(Event.PREDICT_BATCH_BEGIN, batch, logs);
  }

  @Override
  public void onPredictBatchEnd(int batch, Map<String, Double> logs) {
    tell(Event.PREDICT_BATCH_END, batch, logs);
  }
}
