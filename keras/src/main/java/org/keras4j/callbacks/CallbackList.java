package org.keras4j.callbacks;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.trainers.Trainer;

/// Several callbacks as one, told in order.
public final class CallbackList {
  private final List<Callback> callbacks;

  /// Callbacks about a model.
  public CallbackList(List<? extends Callback> callbacks, Trainer model, Callback.Params params) {
    this.callbacks = List.copyOf(callbacks);
    this.callbacks.forEach(
        c -> {
          c.setModel(model);
          c.setParams(params);
        });
  }

  /// Tells all.
  public void each(Consumer<Callback> event) {
    callbacks.forEach(event);
  }

  /// Whether there is nobody to tell.
  public boolean isEmpty() {
    return callbacks.isEmpty();
  }

  /// No logs.
  public static Map<String, Double> none() {
    return new java.util.LinkedHashMap<>();
  }
}
