package org.keras4j.losses;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// Minus the cosine of the angle between targets and predictions: -1 where they point the same way.
///
/// - Input: targets and predictions of one shape
/// - Output: a scalar, or that shape without the axis if not reduced
///
/// {@snippet :
/// Tensor loss = new CosineSimilarity().axis(-1).apply(yTrue, yPred);
/// }
///
/// @see <a
///   href="https://keras.io/api/losses/regression_losses/#cosinesimilarity-class">CosineSimilarity</a>
public final class CosineSimilarity extends FunctionLoss<CosineSimilarity> {
  private final Arg<Integer> axis = arg("axis", Codec.INT, () -> -1).listedIf(_ -> false);

  /// With Keras's defaults.
  public CosineSimilarity() {
    super("cosine_similarity");
  }

  /// Sets along which axis the vectors lie (-1 at first).
  public CosineSimilarity axis(int value) {
    return with(axis, value);
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.cosineSimilarity(yTrue, yPred, axis.get());
  }
}
