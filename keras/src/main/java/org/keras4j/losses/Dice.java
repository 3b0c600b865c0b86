package org.keras4j.losses;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.config.Arg;
import org.keras4j.tensor.Tensor;

/// How little two regions overlap: 1 minus their Dice coefficient.
///
/// - Input: targets and predictions of one shape, in [0, 1]
/// - Output: a scalar, or the other axes if `axis` is given and nothing is reduced
///
/// {@snippet :
/// Tensor loss = new Dice().axis(1, 2).apply(yTrue, yPred);
/// }
///
/// @see <a href="https://keras.io/api/losses/">Dice</a>
public final class Dice extends FunctionLoss<Dice> {
  private final Arg<Optional<List<Integer>>> axis = optional("axis", LossConfigs.AXES);

  /// With Keras's defaults.
  public Dice() {
    super("dice");
  }

  /// Sets the axes that are summed over; all of them at first.
  public Dice axis(int... value) {
    return with(axis, Optional.of(IntStream.of(value).boxed().toList()));
  }

  @Override
  Tensor function(Tensor yTrue, Tensor yPred) {
    return Losses.dice(yTrue, yPred, axis.get());
  }
}
