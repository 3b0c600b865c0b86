package org.keras4j.data;

import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;

/// Gives an epoch's batches in turn, again for each epoch.
public interface DataAdapter {
  /// The batches of one pass.
  Iterator<Batch> iterator();

  /// The number of batches in one pass, if known.
  OptionalInt numBatches();

  /// A first batch to build a model with, before training.
  ///
  /// @throws IllegalArgumentException if there is none
  default Batch peek() {
    var batches = iterator();
    if (!batches.hasNext()) {
      throw new IllegalArgumentException("The data has no batches. Expected at least one sample.");
    }
    Batch first = batches.next();
    stop();
    return first;
  }

  /// Told before each epoch.
  default void onEpochBegin() {}

  /// Told after each epoch.
  default void onEpochEnd() {}

  /// Told when nobody will ask for the rest of the batches of a pass.
  default void stop() {}

  /// This source as `fit` reads it. Most come in the order they have, whatever `shuffle` says.
  ///
  /// @param shuffle whether the batches are to come in random order
  /// @param classWeight the weight of the samples of each class; none if empty
  /// @throws IllegalArgumentException if there are weights of classes and the source takes none
  default DataAdapter forTraining(boolean shuffle, Map<Integer, Double> classWeight) {
    if (!classWeight.isEmpty()) {
      throw new IllegalArgumentException(
          "`class_weight` is not supported for iterables and generators. Give each batch its sample weights instead. Received: class_weight="
              + classWeight);
    }
    return this;
  }
}
