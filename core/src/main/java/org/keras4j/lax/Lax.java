package org.keras4j.lax;

import static org.keras4j.runtime.Interpreter.apply;
import static org.keras4j.runtime.Interpreter.single;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.ir.Control.Cond;
import org.keras4j.ir.Control.Derivative;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Control.While;
import org.keras4j.ir.Elementwise.Bitcast;
import org.keras4j.ir.Elementwise.Complex;
import org.keras4j.ir.Elementwise.ComplexPart;
import org.keras4j.ir.Elementwise.Convert;
import org.keras4j.ir.Elementwise.Part;
import org.keras4j.ir.Elementwise.Select;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Indexing.Sort;
import org.keras4j.ir.Indexing.TopK;
import org.keras4j.ir.Movement.Broadcast;
import org.keras4j.ir.Movement.Concatenate;
import org.keras4j.ir.Movement.DynamicSlice;
import org.keras4j.ir.Movement.DynamicUpdateSlice;
import org.keras4j.ir.Movement.Iota;
import org.keras4j.ir.Movement.Pad;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Movement.Reverse;
import org.keras4j.ir.Movement.Slice;
import org.keras4j.ir.Movement.Transpose;
import org.keras4j.ir.Numeric.Cholesky;
import org.keras4j.ir.Numeric.Collective;
import org.keras4j.ir.Numeric.Eig;
import org.keras4j.ir.Numeric.Eigh;
import org.keras4j.ir.Numeric.Fft;
import org.keras4j.ir.Numeric.FftKind;
import org.keras4j.ir.Numeric.Lu;
import org.keras4j.ir.Numeric.Qr;
import org.keras4j.ir.Numeric.RandomBits;
import org.keras4j.ir.Numeric.Svd;
import org.keras4j.ir.Numeric.TriangularSolve;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction.ArgReduce;
import org.keras4j.ir.Reduction.Cumulative;
import org.keras4j.ir.Reduction.Reduce;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Reduction.ReduceWindow;
import org.keras4j.ir.Reduction.Window;
import org.keras4j.ir.Reduction.WindowGather;
import org.keras4j.ir.Reduction.WindowScatter;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// One strict function per primitive: no broadcasting, no promotion. What each accepts and gives is
/// said at its record in {@link org.keras4j.ir}. Reshapes, transposes, broadcasts and conversions
/// that change nothing are left out.
public final class Lax extends LaxElementwise {
  private Lax() {}

  /// `onTrue` where the predicate holds, else `onFalse`.
  public static Tensor select(Tensor predicate, Tensor onTrue, Tensor onFalse) {
    return single(new Select(), predicate, onTrue, onFalse);
  }

  /// Another dtype; see {@link Convert}.
  public static Tensor convert(Tensor x, DType to) {
    return x.dtype() == to ? x : single(new Convert(to), x);
  }

  /// The same bits as another dtype.
  public static Tensor bitcast(Tensor x, DType to) {
    return x.dtype() == to ? x : single(new Bitcast(to), x);
  }

  /// A complex number of its parts.
  public static Tensor complex(Tensor real, Tensor imaginary) {
    return single(new Complex(), real, imaginary);
  }

  /// The real parts.
  public static Tensor real(Tensor x) {
    return single(new ComplexPart(Part.REAL), x);
  }

  /// The imaginary parts.
  public static Tensor imaginary(Tensor x) {
    return single(new ComplexPart(Part.IMAGINARY), x);
  }

  /// The magnitudes.
  public static Tensor magnitude(Tensor x) {
    return single(new ComplexPart(Part.ABS), x);
  }

  /// A scalar of a dtype.
  public static Tensor scalar(DType dtype, double value) {
    return Array.scalar(dtype, value);
  }

  /// One number everywhere.
  public static Tensor full(TensorType type, double value) {
    return broadcast(Array.scalar(type.dtype(), value), type.shape(), List.of());
  }

  /// Zeros.
  public static Tensor zeros(TensorType type) {
    return full(type, 0);
  }

  /// The same elements under another shape.
  public static Tensor reshape(Tensor x, Shape shape) {
    return x.shape().equals(shape) ? x : single(new Reshape(shape), x);
  }

  /// Result axis `i` is operand axis `permutation[i]`.
  public static Tensor transpose(Tensor x, List<Integer> permutation) {
    boolean same = IntStream.range(0, permutation.size()).allMatch(i -> permutation.get(i) == i);
    return same ? x : single(new Transpose(permutation), x);
  }

  /// Operand axis `i` becomes result axis `axes[i]`.
  public static Tensor broadcast(Tensor x, Shape shape, List<Integer> axes) {
    return x.shape().equals(shape) ? x : single(new Broadcast(shape, axes), x);
  }

  /// A strided window at a fixed place.
  public static Tensor slice(
      Tensor x, List<Integer> starts, List<Integer> limits, List<Integer> strides) {
    return single(new Slice(starts, limits, strides), x);
  }

  /// Elements `start` to `limit` of one axis.
  public static Tensor sliceAxis(Tensor x, int axis, int start, int limit) {
    if (start == 0 && limit == x.shape().dim(axis)) {
      return x;
    }
    int[] starts = new int[x.rank()];
    int[] limits = x.shape().dims();
    starts[axis] = start;
    limits[axis] = limit;
    return slice(x, boxed(starts), boxed(limits), ones(x.rank()));
  }

  private static List<Integer> boxed(int[] values) {
    return IntStream.of(values).boxed().toList();
  }

  private static List<Integer> ones(int n) {
    return IntStream.range(0, n).mapToObj(_ -> 1).toList();
  }

  /// A window at a computed place.
  public static Tensor dynamicSlice(Tensor x, Tensor starts, Shape sizes) {
    return single(new DynamicSlice(sizes), x, starts);
  }

  /// x with a window at a computed place replaced.
  public static Tensor dynamicUpdateSlice(Tensor x, Tensor update, Tensor starts) {
    return single(new DynamicUpdateSlice(), x, update, starts);
  }

  /// x with a scalar around and between its elements.
  public static Tensor pad(
      Tensor x, Tensor value, List<Integer> low, List<Integer> high, List<Integer> interior) {
    return single(new Pad(low, high, interior), x, value);
  }

  /// The operands one after another.
  public static Tensor concatenate(List<Tensor> xs, int axis) {
    return xs.size() == 1 ? xs.getFirst() : apply(new Concatenate(axis), xs).getFirst();
  }

  /// Some axes in the opposite order.
  public static Tensor reverse(Tensor x, List<Integer> axes) {
    return axes.isEmpty() ? x : single(new Reverse(axes), x);
  }

  /// Each element its index along an axis.
  public static Tensor iota(TensorType type, int axis) {
    return single(new Iota(type, axis));
  }

  /// Some axes combined away.
  public static Tensor reduce(ReduceOp op, Tensor x, List<Integer> axes) {
    return axes.isEmpty() ? x : single(new Reduce(op, axes), x);
  }

  /// The sum over some axes.
  public static Tensor reduceSum(Tensor x, List<Integer> axes) {
    return reduce(ReduceOp.SUM, x, axes);
  }

  /// The largest over some axes.
  public static Tensor reduceMax(Tensor x, List<Integer> axes) {
    return reduce(ReduceOp.MAX, x, axes);
  }

  /// The smallest over some axes.
  public static Tensor reduceMin(Tensor x, List<Integer> axes) {
    return reduce(ReduceOp.MIN, x, axes);
  }

  /// The index of the first largest (smallest) element.
  public static Tensor argReduce(Tensor x, boolean largest, int axis, DType index) {
    return single(new ArgReduce(largest, axis, index), x);
  }

  /// The elements of each window combined.
  public static Tensor reduceWindow(ReduceOp op, Tensor x, Window window) {
    return single(new ReduceWindow(op, window), x);
  }

  /// Numbers added where each window's largest (smallest) element lies.
  public static Tensor windowScatter(Tensor x, Tensor g, boolean largest, Window window) {
    return single(new WindowScatter(largest, window), x, g);
  }

  /// Elements of t from where each window's largest (smallest) element of x lies.
  public static Tensor windowGather(Tensor x, Tensor t, boolean largest, Window window) {
    return single(new WindowGather(largest, window), x, t);
  }

  /// Running combination along an axis.
  public static Tensor cumulative(ReduceOp op, Tensor x, int axis, boolean reverse) {
    return single(new Cumulative(op, axis, reverse), x);
  }

  /// General product.
  public static Tensor dot(Tensor x, Tensor y, Dot axes) {
    return single(axes, x, y);
  }

  /// Batched matrix product `(b…, m, k) x (b…, k, n)`.
  public static Tensor matmul(Tensor x, Tensor y) {
    int rank = x.rank();
    var batch = IntStream.range(0, rank - 2).boxed().toList();
    return single(new Dot(List.of(rank - 1), List.of(rank - 2), batch, batch, x.dtype()), x, y);
  }

  /// General convolution.
  public static Tensor conv(Tensor x, Tensor kernel, Conv conv) {
    return single(conv, x, kernel);
  }

  /// The windows that index vectors name.
  public static Tensor gather(
      Tensor x, Tensor indices, Places places, List<Integer> sizes, OutOfBounds mode) {
    return single(new Gather(places, sizes, mode), x, indices);
  }

  /// x with the windows that index vectors name combined with updates.
  public static Tensor scatter(
      ScatterOp op, Tensor x, Tensor indices, Tensor updates, Places places) {
    return single(new Scatter(op, places), x, indices, updates);
  }

  /// Sorted along an axis by the first, the others moved along.
  public static List<Tensor> sort(List<Tensor> xs, int axis) {
    return apply(new Sort(axis), xs);
  }

  /// The k largest of the last axis and their indices.
  public static List<Tensor> topK(Tensor x, int k) {
    return apply(new TopK(k), List.of(x));
  }

  /// Fourier transform of the last axes.
  public static Tensor fft(Tensor x, FftKind kind, List<Integer> lengths) {
    return single(new Fft(kind, lengths), x);
  }

  /// The lower triangular factor.
  public static Tensor cholesky(Tensor x) {
    return single(new Cholesky(), x);
  }

  /// Packed factors, pivots, permutation.
  public static List<Tensor> lu(Tensor x) {
    return apply(new Lu(), List.of(x));
  }

  /// Orthonormal and triangular factor.
  public static List<Tensor> qr(Tensor x, boolean complete) {
    return apply(new Qr(complete), List.of(x));
  }

  /// Singular values, or U, values and V transposed.
  public static List<Tensor> svd(Tensor x, boolean complete, boolean vectors) {
    return apply(new Svd(complete, vectors), List.of(x));
  }

  /// Eigenvalues and eigenvectors of symmetric matrices.
  public static List<Tensor> eigh(Tensor x) {
    return apply(new Eigh(), List.of(x));
  }

  /// Eigenvalues and eigenvectors of general matrices.
  public static List<Tensor> eig(Tensor x) {
    return apply(new Eig(), List.of(x));
  }

  /// The solution of a triangular system.
  public static Tensor triangularSolve(Tensor a, Tensor b, TriangularSolve how) {
    return single(how, a, b);
  }

  /// The two threefry words of each place.
  public static List<Tensor> randomBits(Tensor key, Tensor counter, Shape shape) {
    return apply(new RandomBits(shape), List.of(key, counter));
  }

  /// An exchange among processes.
  public static Tensor collective(Tensor x, Collective how) {
    return single(how, x);
  }

  /// The branch of a number, on operands that all branches take.
  public static List<Tensor> cond(Tensor index, List<Program> branches, List<Tensor> operands) {
    return apply(new Cond(branches), prepend(index, operands));
  }

  /// A loop while a condition holds.
  public static List<Tensor> whileLoop(While loop, List<Tensor> operands) {
    return apply(loop, operands);
  }

  /// A loop over the first axis.
  public static List<Tensor> scan(Scan scan, List<Tensor> operands) {
    return apply(scan, operands);
  }

  /// A named composition: the engine's kernel if it has one, else the body.
  public static List<Tensor> composite(
      String name,
      Map<String, Object> attributes,
      List<Tensor> in,
      Function<List<Tensor>, List<Tensor>> body,
      Optional<Derivative> derivative) {
    return Interpreter.compose(new Interpreter.Composition(name, attributes, body, derivative), in);
  }

  private static List<Tensor> prepend(Tensor first, List<Tensor> rest) {
    var all = new ArrayList<Tensor>();
    all.add(first);
    all.addAll(rest);
    return all;
  }
}
