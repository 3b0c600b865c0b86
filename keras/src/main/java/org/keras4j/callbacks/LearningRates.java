package org.keras4j.callbacks;

import org.keras4j.optimizers.Optimizer;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;

/// The learning rate of an optimizer as a number.
final class LearningRates {
  private LearningRates() {}

  static double of(Optimizer optimizer) {
    return ((Array) Interpreter.value(optimizer.learningRate())).item();
  }
}
