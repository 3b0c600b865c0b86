package org.keras4j.layers;

import org.keras4j.tensor.Shape;

/// Where a model begins, by the sizes of one row: `new Input(28, 28, 1)`.
///
/// As the first layer of a `Sequential`, or, by its [#tensor()], for a functional model.
///
/// {@snippet :
/// KerasTensor title = new Input(100).dtype(DType.INT32).name("title").tensor();
/// }
///
/// @see <a href="https://keras.io/api/layers/core_layers/input/">Input</a>
public final class Input extends InputLayer {
  /// An input whose rows have the given sizes; -1 is unknown. The batch size is unknown.
  public Input(int... shape) {
    this(Shape.of(shape));
  }

  /// An input whose rows have the given shape. The batch size is unknown.
  public Input(Shape shape) {
    super(shape.insert(0, Shape.UNKNOWN));
  }
}
