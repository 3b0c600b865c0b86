package org.keras4j.callbacks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What every epoch's logs said: what `fit` gives back.
///
/// @see <a href="https://keras.io/api/models/model_training_apis/#fit-method">fit</a>
public final class History extends Callback {
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final List<Integer> epochs = new ArrayList<>();

  /// Empty.
  public History() {}

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    epochs.clear();
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    epochs.add(epoch);
    logs.forEach((name, value) -> history.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
  }

  /// The value of each log after each epoch.
  public Map<String, List<Double>> history() {
    return Collections.unmodifiableMap(history);
  }

  /// The values of one log.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public List<Double> get(String name) {
    var values = history.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "Expected one of the logs %s. Received: name=%s".formatted(history.keySet(), name));
    }
    return Collections.unmodifiableList(values);
  }

  /// The numbers of the epochs, from 0.
  public List<Integer> epochs() {
    return Collections.unmodifiableList(epochs);
  }

  @Override
  public String toString() {
    return history.toString();
  }
}
