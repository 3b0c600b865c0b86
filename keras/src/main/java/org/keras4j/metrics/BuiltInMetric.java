package org.keras4j.metrics;

import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.config.Arg;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// A metric whose keywords are set by a chain of calls, each giving the metric itself: `new
/// AUC().curve("PR").name("area")`.
///
/// @param <SELF> the metric's own class
public abstract class BuiltInMetric<SELF extends BuiltInMetric<SELF>> extends Metric {
  BuiltInMetric() {}

  @SuppressWarnings("this-escape") // the name is only kept
  BuiltInMetric(String byDefault) {
    super.name(byDefault);
  }

  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  private SELF me() {
    return (SELF) this;
  }

  final <T> SELF with(Arg<T> arg, T value) {
    arg.set(value);
    return me();
  }

  final SELF configured(Config config) {
    configure(config);
    return me();
  }

  /// Which way it becomes better, as far as Keras says.
  @Override
  public final Optional<Direction> direction() {
    return switch (this) {
      case Accuracy _,
          BinaryAccuracy _,
          CategoricalAccuracy _,
          SparseCategoricalAccuracy _,
          TopKCategoricalAccuracy _,
          SparseTopKCategoricalAccuracy _,
          CosineSimilarity _,
          PearsonCorrelation _,
          ConcordanceCorrelation _,
          R2Score _,
          AUC _,
          ConfusionRatio<?> _,
          ConfusionOptimum<?> _,
          FScore<?> _,
          Overlap<?> _ ->
          Optional.of(Direction.UP);
      case BinaryCrossentropy _,
          CategoricalCrossentropy _,
          SparseCategoricalCrossentropy _,
          MeanSquaredError _,
          MeanAbsoluteError _,
          MeanAbsolutePercentageError _,
          MeanSquaredLogarithmicError _,
          RootMeanSquaredError _,
          LogCoshError _,
          Hinge _,
          SquaredHinge _,
          CategoricalHinge _ ->
          Optional.of(Direction.DOWN);
      case MeanMetricWrapper wrapper when wrapper.isOfLoss() -> Optional.of(Direction.DOWN);
      default -> Optional.empty();
    };
  }

  /// A state variable of the metric's dtype.
  final State state(String variable, Shape shape) {
    return state(variable, () -> Optional.of(shape), this::dtype);
  }

  /// A state variable of the default float type, whatever the metric's dtype, as Keras's confusion
  /// counts are.
  final State floats(String variable, Supplier<Optional<Shape>> shape) {
    return state(variable, shape, KerasConfig::floatx);
  }

  @Override
  public final SELF name(String value) {
    super.name(value);
    return me();
  }

  @Override
  public final SELF dtype(DTypePolicy value) {
    super.dtype(value);
    return me();
  }

  @Override
  public final SELF dtype(DType value) {
    super.dtype(value);
    return me();
  }
}
