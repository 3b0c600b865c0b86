package org.keras4j.layers;

import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// Gives its input as it is.
///
/// - Input, output: anything
///
/// {@snippet :
/// new Identity().apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/identity/">Identity</a>
public final class Identity extends BuiltIn<Identity> {
  /// A layer that does nothing.
  public Identity() {
    builtFromTheStart();
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Tree<Tensor> call(Tree<Tensor> inputs, Call ctx) {
    return inputs;
  }
}
