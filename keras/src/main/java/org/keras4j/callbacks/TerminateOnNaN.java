package org.keras4j.callbacks;

import java.util.Map;
import org.keras4j.saving.format.PythonFloat;

/// Ends training when the loss is no number any more, or infinite.
///
/// {@snippet :
/// model.fit(x, y, f -> f.callbacks(new TerminateOnNaN()));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/terminate_on_nan/">TerminateOnNaN</a>
public final class TerminateOnNaN extends Callback {
  private boolean raiseError;

  /// A callback that ends training quietly.
  public TerminateOnNaN() {}

  /// Sets whether `fit` throws (false at first), so that no callback is told of an end of training.
  public TerminateOnNaN raiseError(boolean value) {
    raiseError = value;
    return this;
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    Double loss = logs.get("loss");
    if (loss == null || Double.isFinite(loss)) {
      return;
    }
    if (raiseError) {
      throw new IllegalStateException(
          "NaN or Inf loss encountered at batch %d. Loss value: %s. Terminating training immediately."
              .formatted(batch, PythonFloat.repr(loss)));
    }
    System.out.println("Batch %d: Invalid loss, terminating training".formatted(batch));
    model().stopTraining(true);
  }
}
