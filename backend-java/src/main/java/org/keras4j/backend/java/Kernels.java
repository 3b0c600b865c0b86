package org.keras4j.backend.java;

import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Reduction;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// Chooses the kernel of a primitive for operands of known types.
final class Kernels {
  private static final ReferenceBackend REFERENCE = new ReferenceBackend();

  private Kernels() {}

  /// A kernel of our own, a float32 one between conversions for half-precision operands, or the
  /// reference engine.
  static Kernel of(Primitive op, List<TensorType> in, List<TensorType> out) {
    return own(op, in, out).or(() -> half(op, in, out)).orElseGet(() -> reference(op, in));
  }

  private static Optional<Kernel> own(Primitive op, List<TensorType> in, List<TensorType> out) {
    return switch (op) {
      case Elementwise e -> elementwise(e, in, out.getFirst());
      case Movement m -> MovementKernels.of(m, in, out.getFirst());
      case Reduction r -> ReductionKernels.of(r, in, out.getFirst());
      case Contraction.Dot d -> DotKernels.of(d, in.get(0), in.get(1), out.getFirst());
      case Contraction.Conv c -> ConvKernels.of(c, in.get(0), in.get(1), out.getFirst());
      case Indexing i -> IndexKernels.of(i, in);
      case Numeric n -> NumericKernels.of(n);
      case Control c -> ControlKernels.of(c);
      case Constant(Array value) -> {
        Object from = value.host().array();
        yield Optional.of(
            (_, z) -> System.arraycopy(from, 0, z[0], 0, java.lang.reflect.Array.getLength(from)));
      }
    };
  }

  private static Optional<Kernel> elementwise(Elementwise op, List<TensorType> in, TensorType out) {
    int n = (int) out.size();
    return Micros.of(op, in.getLast().dtype())
        .map(
            f -> {
              int[] starts = new int[in.size()];
              return (a, z) ->
                  org.keras4j.backend.java.kernel.WorkPool.shared()
                      .forRange(
                          n,
                          32 * 1024,
                          (from, to) -> {
                            int[] o = starts;
                            if (from > 0) {
                              o = new int[starts.length];
                              java.util.Arrays.fill(o, from);
                            }
                            f.run(a, o, z[0], from, to - from);
                          });
            });
  }

  /// Sums and products of half-precision numbers are made in float32 and rounded once.
  private static Optional<Kernel> half(Primitive op, List<TensorType> in, List<TensorType> out) {
    boolean sums = op instanceof Contraction || op instanceof Reduction || op instanceof Indexing;
    if (!sums || in.stream().noneMatch(t -> isHalf(t.dtype()))) {
      return Optional.empty();
    }
    var wideIn = in.stream().map(Kernels::widened).toList();
    var wideOut = out.stream().map(Kernels::widened).toList();
    var wideOp = op instanceof Contraction.Dot d ? widened(d) : op;
    return own(wideOp, wideIn, wideOut)
        .map(
            kernel ->
                (a, z) -> {
                  Object[] x = new Object[a.length];
                  for (int i = 0; i < x.length; i++) {
                    x[i] = widen(in.get(i), a[i]);
                  }
                  Object[] y = new Object[z.length];
                  for (int i = 0; i < y.length; i++) {
                    y[i] = isHalf(out.get(i).dtype()) ? new float[(int) out.get(i).size()] : z[i];
                  }
                  kernel.run(x, y);
                  for (int i = 0; i < y.length; i++) {
                    if (isHalf(out.get(i).dtype())) {
                      MicroHalf.narrow(
                          out.get(i).dtype(),
                          (float[]) y[i],
                          0,
                          (short[]) z[i],
                          0,
                          ((float[]) y[i]).length);
                    }
                  }
                });
  }

  private static boolean isHalf(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  private static TensorType widened(TensorType type) {
    return isHalf(type.dtype()) ? type.withDType(DType.FLOAT32) : type;
  }

  private static Contraction.Dot widened(Contraction.Dot d) {
    return new Contraction.Dot(
        d.leftContract(),
        d.rightContract(),
        d.leftBatch(),
        d.rightBatch(),
        isHalf(d.result()) ? DType.FLOAT32 : d.result());
  }

  private static Object widen(TensorType type, Object x) {
    if (!isHalf(type.dtype())) {
      return x;
    }
    float[] out = new float[((short[]) x).length];
    MicroHalf.widen(type.dtype(), (short[]) x, 0, out, 0, out.length);
    return out;
  }

  private static Kernel reference(Primitive op, List<TensorType> in) {
    return (a, z) -> {
      var arrays = new java.util.ArrayList<Array>(a.length);
      for (int i = 0; i < a.length; i++) {
        arrays.add(Array.of(in.get(i), new HostBuffer(a[i])));
      }
      var results = REFERENCE.execute(op, arrays);
      for (int i = 0; i < z.length; i++) {
        Object from = results.get(i).host().array();
        System.arraycopy(from, 0, z[i], 0, java.lang.reflect.Array.getLength(from));
      }
    };
  }
}
