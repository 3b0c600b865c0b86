package org.keras4j.trainers;

import java.util.Iterator;
import java.util.OptionalInt;
import org.keras4j.data.Batch;
import org.keras4j.data.DataAdapter;

/// Cuts a source of batches into epochs: one pass each, or a fixed number of steps that go on where
/// the last epoch ended.
final class Epochs {
  private final DataAdapter source;
  private final OptionalInt stepsPerEpoch;
  private OptionalInt numBatches;
  private Iterator<Batch> current = java.util.Collections.emptyIterator();
  private boolean restart = true;
  private int seen;

  Epochs(DataAdapter source, OptionalInt stepsPerEpoch) {
    this.source = source;
    this.stepsPerEpoch = stepsPerEpoch;
    this.numBatches = source.numBatches();
  }

  /// The number of steps in an epoch, if known.
  OptionalInt numSteps() {
    return stepsPerEpoch.isPresent() ? stepsPerEpoch : numBatches;
  }

  /// A first batch to build the model with, as Keras takes one before training.
  ///
  /// @throws IllegalArgumentException if there is none
  Batch peek() {
    Batch first = source.peek();
    source.onEpochEnd();
    return first;
  }

  void begin() {
    source.onEpochBegin();
    if (restart || stepsPerEpoch.isEmpty()) {
      current = source.iterator();
      seen = 0;
      restart = false;
    }
  }

  /// Whether the epoch has a step of this number.
  boolean hasNext(int step) {
    boolean wanted = stepsPerEpoch.isEmpty() || step < stepsPerEpoch.getAsInt();
    boolean there = numBatches.isEmpty() || seen < numBatches.getAsInt();
    return wanted && there && current.hasNext();
  }

  Batch next() {
    seen++;
    return current.next();
  }

  void end() {
    if (numBatches.isEmpty() && stepsPerEpoch.isEmpty()) {
      numBatches = OptionalInt.of(seen);
    }
    restart = numBatches.isPresent() ? seen >= numBatches.getAsInt() : !current.hasNext();
    if (restart || stepsPerEpoch.isEmpty()) {
      source.stop();
    }
    source.onEpochEnd();
  }

  /// Says that there will be no further epoch.
  void stop() {
    source.stop();
  }
}
