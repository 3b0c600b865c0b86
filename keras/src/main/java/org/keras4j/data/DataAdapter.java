package org.keras4j.data;

import java.util.Iterator;
import java.util.OptionalInt;

/// Gives an epoch's batches in turn, again for each epoch.
public interface DataAdapter {
  /// The batches of one pass.
  Iterator<Batch> iterator();

  /// The number of batches in one pass, if known.
  OptionalInt numBatches();

  /// Told before each epoch.
  default void onEpochBegin() {}

  /// Told after each epoch.
  default void onEpochEnd() {}
}
