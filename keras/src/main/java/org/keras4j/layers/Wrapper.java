package org.keras4j.layers;

import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.tensor.Shape;

/// A layer around another one.
///
/// @param <SELF> the class itself
/// @see <a href="https://keras.io/api/layers/base_layer/">Wrapper</a>
public abstract class Wrapper<SELF extends Wrapper<SELF>> extends BuiltIn<SELF> {
  private final Arg<Layer> layer;

  /// For subclasses, which get the layer inside from a config.
  @SuppressWarnings("this-escape") // keywords are declared while constructing
  protected Wrapper() {
    layer = required("layer", Codec.object(Layer.class, "a layer"));
    whenSettled(() -> track("layer", layer.get()));
  }

  /// A layer around another one.
  @SuppressWarnings("this-escape") // keywords are set while constructing
  protected Wrapper(Layer layer) {
    this();
    set(this.layer, layer);
    layer.settle();
  }

  /// The layer inside.
  public final Layer layer() {
    return layer.get();
  }

  @Override
  protected void build(Shape input) {
    layer().buildFrom(input);
  }
}
