package org.keras4j.ops;

/// The functions of `keras.ops` over tensors, by Keras's names in Java's case.
///
/// Every function takes concrete tensors (computed at once on the engine in force), traced ones and
/// drawn ones (`KerasTensor`) alike. Operands of several dtypes are promoted as Keras does ({@link
/// org.keras4j.tensor.Promotion}), and of several shapes broadcast as NumPy does. Bare numbers take
/// the dtype of the tensor they meet.
///
/// {@snippet :
/// Tensor x = Array.of(Shape.of(2, 2), 1f, 2f, 3f, 4f);
/// Ops.multiply(Ops.subtract(x, Ops.mean(x, 0)), 2); // [[-2, -2], [2, 2]]
/// }
///
/// @see <a href="https://keras.io/api/ops/">keras.ops</a>
public final class Ops extends TransformOps {
  private Ops() {}
}
