package org.keras4j.optimizers.schedules;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// One rate up to a step, another up to the next, and so on.
///
/// {@snippet :
/// // 1.0 for the first 100001 steps, 0.5 for the next 10000, 0.1 from then on
/// new SGD().learningRate(
///     new PiecewiseConstantDecay(List.of(100_000, 110_000), List.of(1.0, 0.5, 0.1)));
/// }
///
/// @see <a
///   href="https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/">PiecewiseConstantDecay</a>
public final class PiecewiseConstantDecay extends BuiltInSchedule<PiecewiseConstantDecay> {
  private final Arg<List<Number>> boundaries =
      arg("boundaries", Codec.list(Codec.NUMBER), List::of);
  private final Arg<List<Number>> values = arg("values", Codec.list(Codec.NUMBER), List::of);
  private final Arg<String> name = arg("name", Codec.STRING, () -> "PiecewiseConstant");

  private PiecewiseConstantDecay() {}

  /// @param boundaries the last steps of all rates but the last, rising
  /// @param values the rates, one more than boundaries
  /// @throws IllegalArgumentException unless there is one value more than boundaries
  public PiecewiseConstantDecay(List<? extends Number> boundaries, List<? extends Number> values) {
    with(this.boundaries, List.copyOf(boundaries)).with(this.values, List.copyOf(values)).checked();
  }

  private PiecewiseConstantDecay checked() {
    if (boundaries.get().size() != values.get().size() - 1) {
      throw new IllegalArgumentException(
          "The length of boundaries should be 1 less than the length of values. Received: boundaries=%s of length %d, and values=%s of length %d."
              .formatted(
                  boundaries.get(), boundaries.get().size(), values.get(), values.get().size()));
    }
    return this;
  }

  /// Sets the name.
  public PiecewiseConstantDecay name(String value) {
    return with(name, value);
  }

  @Override
  Tensor rate(Tensor step) {
    Tensor rate = number(values.get().getFirst().doubleValue());
    for (int i = 0; i < boundaries.get().size(); i++) {
      // Steps are whole numbers, and so is what Keras compares them with.
      Tensor isLater = Ops.greater(step, number(boundaries.get().get(i).longValue()));
      rate = Ops.where(isLater, number(values.get().get(i + 1).doubleValue()), rate);
    }
    return rate;
  }

  static PiecewiseConstantDecay fromConfig(Config config) {
    return new PiecewiseConstantDecay().configured(config).checked();
  }
}
