package org.keras4j.losses;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Tensor;

/// How little two regions overlap, false positives and false negatives weighted: 1 minus their
/// Tversky index.
///
/// Follows Salehi et al., *Tversky loss function for image segmentation*, 2017.
///
/// - Input: targets and predictions of one shape, in [0, 1]
/// - Output: a scalar, or the other axes if `axis` is given and nothing is reduced
///
/// {@snippet :
/// Tensor loss = new Tversky().alpha(0.3).beta(0.7).apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/">Tversky</a>
public final class Tversky extends FunctionLoss<Tversky> {
  private final Arg<Double> alpha = arg("alpha", Codec.DOUBLE, () -> 0.5);
  private final Arg<Double> beta = arg("beta", Codec.DOUBLE, () -> 0.5);
  private final Arg<Optional<List<Integer>>> axis = optional("axis", LossConfigs.AXES);

  /// With Keras's defaults.
  public Tversky() {
    super("tversky");
  }

  /// Sets the weight of false positives (0.5 at first).
  public Tversky alpha(double value) {
    return with(alpha, value);
  }

  /// Sets the weight of false negatives (0.5 at first).
  public Tversky beta(double value) {
    return with(beta, value);
  }

  /// Sets the axes that are summed over; all of them at first.
  public Tversky axis(int... value) {
    return with(axis, Optional.of(IntStream.of(value).boxed().toList()));
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.tversky(yTrue, yPred, alpha.get(), beta.get(), axis.get());
  }
}
