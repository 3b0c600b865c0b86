package org.keras4j.data;

import java.util.OptionalInt;

/// A data set that makes batch number `i` on demand, perhaps on several threads ahead of need.
///
/// {@snippet :
/// class Squares extends PyDataset {
///   @Override public OptionalInt numBatches() { return OptionalInt.of(100); }
///   @Override public Batch get(int index) { return Batch.of(x(index), y(index)); }
/// }
/// }
///
/// @see <a href="https://keras.io/api/utils/python_utils/#pydataset-class">PyDataset</a>
public abstract class PyDataset {
  private int workers = 1;
  private int maxQueueSize = 10;

  /// For subclasses.
  protected PyDataset() {}

  /// The number of batches, if there is an end.
  public abstract OptionalInt numBatches();

  /// Batch `index`. Called from several threads if there are several workers.
  public abstract Batch get(int index);

  /// Told before each epoch.
  public void onEpochBegin() {}

  /// Told after each epoch.
  public void onEpochEnd() {}

  /// Sets how many threads make batches ahead (1 at first).
  ///
  /// @throws IllegalArgumentException if there is none
  public PyDataset workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Expected at least one worker. Received: workers=" + threads);
    }
    workers = threads;
    return this;
  }

  /// Sets how many batches may wait to be used (10 at first).
  ///
  /// @throws IllegalArgumentException if there is no room
  public PyDataset maxQueueSize(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "Expected room for at least one batch. Received: max_queue_size=" + batches);
    }
    maxQueueSize = batches;
    return this;
  }

  int workers() {
    return workers;
  }

  int maxQueueSize() {
    return maxQueueSize;
  }
}
