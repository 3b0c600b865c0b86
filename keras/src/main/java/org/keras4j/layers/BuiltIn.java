package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.config.Config;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.DType;

/// A layer whose keywords are set by a chain of calls, each giving the layer itself: `new
/// Dense(64).activation("relu").name("head")`.
///
/// @param <SELF> the layer's own class
public abstract class BuiltIn<SELF extends BuiltIn<SELF>> extends Layer {
  /// For subclasses.
  protected BuiltIn() {}

  @SuppressWarnings("unchecked") // SELF is the class itself in all subclasses
  private SELF me() {
    return (SELF) this;
  }

  /// Sets a keyword and gives the layer.
  protected final <T> SELF with(Arg<T> arg, T value) {
    set(arg, value);
    return me();
  }

  /// Sets a keyword to what a config writes for it, such as a constant's name, and gives the layer.
  final <T> SELF read(Arg<T> arg, Object value) {
    arg.read(value);
    return me();
  }

  /// The layer with the settings of a config.
  final SELF configured(Config config) {
    configure(config);
    return me();
  }

  @Override
  public SELF name(String value) {
    super.name(value);
    return me();
  }

  @Override
  public SELF trainable(boolean value) {
    super.trainable(value);
    return me();
  }

  @Override
  public SELF dtype(DTypePolicy value) {
    super.dtype(value);
    return me();
  }

  @Override
  public SELF dtype(DType value) {
    return dtype(DTypePolicy.of(value));
  }

  @Override
  public SELF dtype(String policy) {
    return dtype(DTypePolicy.of(policy));
  }

  @Override
  public SELF activityRegularizer(Regularizer value) {
    super.activityRegularizer(value);
    return me();
  }

  /// Sets a penalty on what the layer gives, by Keras's name.
  public SELF activityRegularizer(String name) {
    return activityRegularizer(Regularizer.get(name));
  }

  @Override
  public SELF autocast(boolean value) {
    super.autocast(value);
    return me();
  }
}
