package org.keras4j.ops;

import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// The optional arguments of the normalizations of {@link Ops}.
///
/// {@snippet :
/// Ops.layerNormalization(x, o -> o.gamma(gamma).beta(beta).epsilon(1e-5));
/// }
public final class NormalizationOptions {
  private Optional<Tensor> scale = Optional.empty();
  private Optional<Tensor> offset = Optional.empty();
  private Axes axis = Axes.of(-1);
  private Optional<Double> epsilon = Optional.empty();
  private boolean rmsScaling;

  NormalizationOptions() {}

  /// What normalized values are multiplied by.
  public NormalizationOptions scale(Tensor value) {
    return scale(Optional.of(value));
  }

  /// What normalized values are multiplied by, if anything.
  public NormalizationOptions scale(Optional<? extends Tensor> value) {
    scale = value.map(t -> t);
    return this;
  }

  /// {@link #scale(Tensor)} by the name layer normalization has for it.
  public NormalizationOptions gamma(Tensor value) {
    return scale(value);
  }

  /// {@link #scale(Optional)} by the name layer normalization has for it.
  public NormalizationOptions gamma(Optional<? extends Tensor> value) {
    return scale(value);
  }

  /// What is added to scaled values.
  public NormalizationOptions offset(Tensor value) {
    return offset(Optional.of(value));
  }

  /// What is added to scaled values, if anything.
  public NormalizationOptions offset(Optional<? extends Tensor> value) {
    offset = value.map(t -> t);
    return this;
  }

  /// {@link #offset(Tensor)} by the name layer normalization has for it.
  public NormalizationOptions beta(Tensor value) {
    return offset(value);
  }

  /// {@link #offset(Optional)} by the name layer normalization has for it.
  public NormalizationOptions beta(Optional<? extends Tensor> value) {
    return offset(value);
  }

  /// The axes that are normalized over (the last).
  public NormalizationOptions axis(int... value) {
    axis = Axes.of(value);
    return this;
  }

  /// The axes that are normalized over.
  public NormalizationOptions axis(Axes value) {
    axis = value;
    return this;
  }

  /// What is added to the variance.
  public NormalizationOptions epsilon(double value) {
    epsilon = Optional.of(value);
    return this;
  }

  /// Divides by the standard deviation without taking the mean away: Keras's deprecated argument of
  /// layer normalization.
  public NormalizationOptions rmsScaling(boolean value) {
    rmsScaling = value;
    return this;
  }

  Optional<Tensor> scale() {
    return scale;
  }

  Optional<Tensor> offset() {
    return offset;
  }

  Axes axis() {
    return axis;
  }

  double epsilonOr(double orElse) {
    return epsilon.orElse(orElse);
  }

  Object epsilonParameter() {
    return epsilon.<Object>map(e -> e).orElse(Optional.empty());
  }

  boolean rmsScaling() {
    return rmsScaling;
  }
}
