package org.keras4j.ir;

import java.util.List;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Whole algorithms: Fourier transforms, factorisations, random bits.
public sealed interface Numeric extends Primitive {

  /// Direction and kind of a Fourier transform. Inverses divide by the length.
  enum FftKind {
    /// complex to complex
    FFT,
    /// complex to complex, inverse
    IFFT,
    /// real to the first half of the complex spectrum
    RFFT,
    /// first half of the complex spectrum to real
    IRFFT
  }

  /// Fourier transform of the last `lengths.size()` axes (1 to 3); `lengths` are those of the
  /// signal (for `IRFFT` of the result).
  record Fft(FftKind kind, List<Integer> lengths) implements Numeric {
    /// Keeps a copy.
    public Fft {
      lengths = List.copyOf(lengths);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      int axes = lengths.size();
      Types.require(axes >= 1 && axes <= 3 && x.rank() >= axes, "%s does not fit %s.", this, x);
      DType wanted = kind == FftKind.RFFT ? DType.FLOAT32 : DType.COMPLEX64;
      Types.require(x.dtype() == wanted, "%s takes %s. Received: %s", this, wanted, x);
      Shape signal = x.shape().slice(0, x.rank() - axes).concat(Shape.of(lengths));
      Shape half = signal.with(-1, lengths.getLast() / 2 + 1);
      Types.require(
          x.shape().equals(kind == FftKind.IRFFT ? half : signal), "%s does not fit %s.", this, x);
      return List.of(
          switch (kind) {
            case FFT, IFFT -> x;
            case RFFT -> new TensorType(DType.COMPLEX64, half);
            case IRFFT -> new TensorType(DType.FLOAT32, signal);
          });
    }

    @Override
    public String print() {
      return kind.name().toLowerCase(java.util.Locale.ROOT) + lengths;
    }
  }

  private static TensorType matrix(Primitive op, TensorType x, boolean square) {
    Types.require(
        x.rank() >= 2 && x.dtype().isFloat() && (!square || x.shape().dim(-1) == x.shape().dim(-2)),
        "%s takes %s matrices of floats (..., m, n). Received: %s",
        op,
        square ? "square" : "",
        x);
    return x;
  }

  private static Shape batch(TensorType x) {
    return x.shape().slice(0, x.rank() - 2);
  }

  private static int rows(TensorType x) {
    return x.shape().dim(-2);
  }

  private static int columns(TensorType x) {
    return x.shape().dim(-1);
  }

  /// The lower triangular `L` with `L Lᵀ = x`, reading the lower triangle of x; NaN where x is not
  /// positive definite.
  record Cholesky() implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      return List.of(matrix(this, Types.one(this, in), true));
    }

    @Override
    public String print() {
      return "cholesky";
    }
  }

  /// LU with partial pivoting: the packed factors, the int32 pivots (row `i` was exchanged with row
  /// `pivots[i]`, from 0), and the int32 permutation of rows.
  record Lu() implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = matrix(this, Types.one(this, in), false);
      int k = Math.min(rows(x), columns(x));
      return List.of(
          x,
          new TensorType(DType.INT32, batch(x).concat(Shape.of(k))),
          new TensorType(DType.INT32, batch(x).concat(Shape.of(rows(x)))));
    }

    @Override
    public String print() {
      return "lu";
    }
  }

  /// Orthonormal `Q` and upper triangular `R` by Householder reflections: reduced (m, k), (k, n)
  /// with k = min(m, n), or complete (m, m), (m, n).
  record Qr(boolean complete) implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = matrix(this, Types.one(this, in), false);
      int k = complete ? rows(x) : Math.min(rows(x), columns(x));
      return List.of(
          x.withShape(batch(x).concat(Shape.of(rows(x), k))),
          x.withShape(batch(x).concat(Shape.of(k, columns(x)))));
    }

    @Override
    public String print() {
      return complete ? "qr[complete]" : "qr";
    }
  }

  /// Singular values in descending order; with vectors: `U`, values, `Vᵀ`, reduced or complete.
  record Svd(boolean complete, boolean vectors) implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = matrix(this, Types.one(this, in), false);
      int m = rows(x);
      int n = columns(x);
      int k = Math.min(m, n);
      TensorType values = x.withShape(batch(x).concat(Shape.of(k)));
      if (!vectors) {
        return List.of(values);
      }
      return List.of(
          x.withShape(batch(x).concat(Shape.of(m, complete ? m : k))),
          values,
          x.withShape(batch(x).concat(Shape.of(complete ? n : k, n))));
    }

    @Override
    public String print() {
      return "svd[complete=" + complete + ", vectors=" + vectors + "]";
    }
  }

  /// Eigenvalues in ascending order and orthonormal eigenvectors (columns) of symmetric matrices,
  /// reading the lower triangle.
  record Eigh() implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = matrix(this, Types.one(this, in), true);
      return List.of(x.withShape(batch(x).concat(Shape.of(rows(x)))), x);
    }

    @Override
    public String print() {
      return "eigh";
    }
  }

  /// Complex eigenvalues and right eigenvectors (columns of unit length) of general float32
  /// matrices.
  record Eig() implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = matrix(this, Types.one(this, in), true);
      return List.of(
          new TensorType(DType.COMPLEX64, batch(x).concat(Shape.of(rows(x)))),
          x.withDType(DType.COMPLEX64));
    }

    @Override
    public String print() {
      return "eig";
    }
  }

  /// Operands a (triangular) and b: the x with `op(a) x = b`, or `x op(a) = b` if not `left`; `op`
  /// transposes if asked. The other triangle of a is not read, nor its diagonal if `unitDiagonal`.
  record TriangularSolve(boolean left, boolean lower, boolean transpose, boolean unitDiagonal)
      implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType a = matrix(this, in.get(0), true);
      TensorType b = matrix(this, in.get(1), false);
      Types.require(
          a.dtype() == b.dtype()
              && batch(a).equals(batch(b))
              && rows(a) == (left ? rows(b) : columns(b)),
          "%s takes a (..., n, n) and matching b. Received: %s",
          this,
          in);
      return List.of(b);
    }

    @Override
    public String print() {
      return "triangular_solve[left=%s, lower=%s, transpose=%s, unit=%s]"
          .formatted(left, lower, transpose, unitDiagonal);
    }
  }

  /// Threefry-2x32 (20 rounds) of consecutive 64-bit counters. Operands: the key, two uint32; the
  /// first counter, two uint32 (high word first). Results: for each place in row-major order the
  /// two uint32 words.
  ///
  /// Follows Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011).
  record RandomBits(Shape shape) implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType pair = TensorType.of(DType.UINT32, 2);
      Types.require(
          in.get(0).equals(pair) && in.get(1).equals(pair),
          "%s takes a key and a counter of uint32[2]. Received: %s",
          this,
          in);
      TensorType words = new TensorType(DType.UINT32, shape);
      return List.of(words, words);
    }

    @Override
    public String print() {
      return "random_bits" + shape;
    }
  }

  /// What processes do together.
  enum CollectiveOp {
    /// The sum over all processes, for each.
    ALL_SUM,
    /// The largest over all processes, for each.
    ALL_MAX,
    /// Every process's value, along a new first axis.
    ALL_GATHER,
    /// The value of the first process.
    BROADCAST
  }

  /// An exchange among the `size` processes along the mesh axis named `group`.
  record Collective(CollectiveOp op, String group, int size) implements Numeric {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      TensorType x = Types.one(this, in);
      Types.require(size > 0, "%s needs at least one process.", this);
      return List.of(
          switch (op) {
            case ALL_SUM, ALL_MAX, BROADCAST -> x;
            case ALL_GATHER -> x.withShape(x.shape().insert(0, size));
          });
    }

    @Override
    public String print() {
      return op.name().toLowerCase(java.util.Locale.ROOT) + "[" + group + ", " + size + "]";
    }
  }
}
