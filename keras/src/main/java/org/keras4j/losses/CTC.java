package org.keras4j.losses;

import org.keras4j.tensor.Tensor;

/// Connectionist temporal classification: labels whose places in time are not known. Label 0 is the
/// blank.
///
/// Follows Graves et al., *Connectionist Temporal Classification*, 2006.
///
/// - Input: labels `(batch, labels)`, padded with 0, and logits `(batch, time, classes)`
/// - Output: a scalar, or `(batch)` without reduction
///
/// {@snippet :
/// Tensor loss = new CTC().apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/">CTC</a>
public final class CTC extends FunctionLoss<CTC> {
  /// With Keras's defaults.
  public CTC() {
    super("ctc");
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.ctc(yTrue, yPred);
  }
}
