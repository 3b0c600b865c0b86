package org.keras4j.backend.torch;

import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// Numbers as others that the library compares in the same order: wide unsigned ones as signed,
/// booleans as bytes.
final class Ordering {
  private final Assembly assembly;

  Ordering(Assembly assembly) {
    this.assembly = assembly;
  }

  Ref of(Operand x) {
    if (x.dtype() == DType.BOOL) {
      return assembly.call(Aten.TO, x.shape(), Kind.BYTE, x.ref(), Kind.BYTE);
    }
    return flipped(x.ref(), x.dtype());
  }

  /// The numbers again, of what {@link #of} gave.
  Ref back(Ref ordered, TensorType type) {
    return type.dtype() == DType.BOOL
        ? assembly.call(Aten.TO, ordered.shape(), Kind.BOOL, ordered, Kind.BOOL)
        : flipped(ordered, type.dtype());
  }

  private Ref flipped(Ref x, DType dtype) {
    return ElementwiseLowering.isWideUnsigned(dtype)
        ? assembly.call(Aten.BITWISE_XOR_SCALAR, x.shape(), x.kind(), x, Conversion.lowest(dtype))
        : x;
  }
}
