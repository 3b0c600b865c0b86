package org.keras4j.layers;

import java.util.Optional;
import org.keras4j.constraints.Constraint;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.DType;

/// The keyword arguments of [Layer#addWeight].
public final class WeightOptions {
  Optional<DType> dtype = Optional.empty();
  boolean trainable = true;
  boolean autocast = true;
  Optional<Regularizer> regularizer = Optional.empty();
  Optional<Constraint> constraint = Optional.empty();

  WeightOptions() {}

  /// The dtype, where it is not that of the layer's weights.
  public WeightOptions dtype(DType value) {
    dtype = Optional.of(value);
    return this;
  }

  /// Whether optimizers may change it (true at first).
  public WeightOptions trainable(boolean value) {
    trainable = value;
    return this;
  }

  /// Whether it is read in the dtype the layer computes in (true at first).
  public WeightOptions autocast(boolean value) {
    autocast = value;
    return this;
  }

  /// The penalty added to the loss.
  public WeightOptions regularizer(Regularizer value) {
    return regularizer(Optional.of(value));
  }

  /// The penalty added to the loss, or none.
  public WeightOptions regularizer(Optional<Regularizer> value) {
    regularizer = value;
    return this;
  }

  /// What is applied after each update.
  public WeightOptions constraint(Constraint value) {
    return constraint(Optional.of(value));
  }

  /// What is applied after each update, or nothing.
  public WeightOptions constraint(Optional<Constraint> value) {
    constraint = value;
    return this;
  }
}
