package org.keras4j.ops;

import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// The bits of a tensor seen as another dtype, little end first.
final class Bits {
  private Bits() {}

  static Tensor view(Tensor x, DType dtype) {
    if (x.dtype() == dtype) {
      return x;
    }
    if (x.dtype() == DType.BOOL) {
      return view(Lax.convert(x, DType.UINT8), dtype);
    }
    if (dtype == DType.BOOL) {
      return Lax.convert(view(x, DType.UINT8), DType.BOOL);
    }
    int from = x.dtype().bytes();
    int to = dtype.bytes();
    return from == to ? Lax.bitcast(x, dtype) : from > to ? narrowed(x, dtype) : widened(x, dtype);
  }

  private static DType unsigned(int bytes) {
    return switch (bytes) {
      case 1 -> DType.UINT8;
      case 2 -> DType.UINT16;
      case 4 -> DType.UINT32;
      default -> DType.UINT64;
    };
  }

  private static Tensor narrowed(Tensor x, DType dtype) {
    if (x.rank() == 0) {
      throw new IllegalArgumentException(
          "view expects an axis to make longer. Received: x of shape " + x.shape());
    }
    int parts = x.dtype().bytes() / dtype.bytes();
    Tensor bits = Lax.bitcast(x, unsigned(x.dtype().bytes()));
    Shape split = x.shape().insert(x.rank(), parts);
    var type = new TensorType(bits.dtype(), split);
    Tensor shift = Lax.mul(Lax.iota(type, x.rank()), Lax.full(type, 8 * dtype.bytes()));
    Tensor spread = Lax.broadcast(bits, split, OpsBase.range(0, x.rank()));
    Tensor low = Lax.convert(Lax.shiftRightLogical(spread, shift), unsigned(dtype.bytes()));
    Shape longer = x.shape().with(-1, x.shape().dim(-1) * parts);
    return Lax.bitcast(Lax.reshape(low, longer), dtype);
  }

  private static Tensor widened(Tensor x, DType dtype) {
    int parts = dtype.bytes() / x.dtype().bytes();
    if (x.rank() == 0 || x.shape().dim(-1) % parts != 0) {
      throw new IllegalArgumentException(
          "view as %s expects a last axis divisible by %d. Received: x of shape %s"
              .formatted(dtype, parts, x.shape()));
    }
    Shape shorter = x.shape().with(-1, x.shape().dim(-1) / parts);
    Shape split = shorter.insert(x.rank(), parts);
    Tensor bits = Lax.bitcast(x, unsigned(x.dtype().bytes()));
    Tensor wide = Lax.convert(Lax.reshape(bits, split), unsigned(dtype.bytes()));
    Tensor shift =
        Lax.mul(Lax.iota(wide.type(), x.rank()), Lax.full(wide.type(), 8 * x.dtype().bytes()));
    Tensor whole = Lax.reduceSum(Lax.shiftLeft(wide, shift), List.of(x.rank()));
    return Lax.bitcast(whole, dtype);
  }
}
