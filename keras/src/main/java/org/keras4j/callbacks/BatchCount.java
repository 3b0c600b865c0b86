package org.keras4j.callbacks;

/// Counts batches and says when so many have passed, over the ends of epochs. Several steps may
/// pass at once.
final class BatchCount {
  /// Never due: epochs are counted instead.
  static final BatchCount EPOCHS = new BatchCount(Integer.MAX_VALUE);

  private final int every;
  private int since;
  private int last = -1;

  private BatchCount(int every) {
    this.every = every;
  }

  /// @throws IllegalArgumentException if there is no batch to count
  static BatchCount every(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "Expected a positive number of batches. Received: save_freq=" + batches);
    }
    return new BatchCount(batches);
  }

  boolean countsEpochs() {
    return every == Integer.MAX_VALUE;
  }

  /// Whether it is time, after the batch of this number in its epoch.
  boolean isDue(int batch) {
    if (countsEpochs()) {
      return false;
    }
    since += batch <= last ? batch + 1 : batch - last;
    last = batch;
    if (since < every) {
      return false;
    }
    since = 0;
    return true;
  }
}
