package org.keras4j.tensor;

import java.util.List;

/// Which dtype an operation on tensors of several dtypes computes in: the least upper bound in
/// Keras's lattice of types, which is that of JAX.
///
/// Python numbers ({@link Array#weak}) give way: an integer to every integer type, a float to every
/// float type. 64-bit types come out only where one goes in.
///
/// {@snippet :
/// Promotion.resultType(DType.INT8, DType.FLOAT16);                  // float16
/// Promotion.resultType(DType.UINT32, DType.INT8);                   // int32
/// Promotion.resultType(Array.scalar(DType.BFLOAT16, 1), Array.weak(2.5)); // bfloat16
/// }
///
/// @see <a href="https://docs.jax.dev/en/latest/type_promotion.html">Type promotion in JAX</a>
public final class Promotion {
  private static final DType[] DTYPES = DType.values();
  private static final int WEAK_INT = DTYPES.length;
  private static final int WEAK_FLOAT = WEAK_INT + 1;
  private static final int NODES = WEAK_FLOAT + 1;
  private static final int NONE = -1;
  private static final int[][] JOIN = joins();

  private static volatile DType floatx = DType.FLOAT32;

  private Promotion() {}

  /// The default float type, `float32` at first (Keras's `floatx`).
  public static DType floatx() {
    return floatx;
  }

  /// Sets the default float type.
  ///
  /// @throws IllegalArgumentException if it is not float16, bfloat16, float32 or float64
  public static void setFloatx(DType value) {
    switch (value) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> floatx = value;
      case BOOL,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          INT32,
          INT64,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          COMPLEX64,
          STRING ->
          throw new IllegalArgumentException(
              "Expected float16, bfloat16, float32 or float64 as floatx. Received: value=" + value);
    }
  }

  /// The dtype that tensors of these dtypes are brought to.
  ///
  /// @throws IllegalArgumentException if there is none (8-bit floats, strings with numbers)
  public static DType resultType(DType... dtypes) {
    if (dtypes.length == 0) {
      return floatx;
    }
    int node = dtypes[0].ordinal();
    boolean wide = isWide(node);
    for (int i = 1; i < dtypes.length; i++) {
      wide |= isWide(dtypes[i].ordinal());
      node = join(node, dtypes[i].ordinal());
    }
    return resolve(node, wide);
  }

  /// The dtype that two tensors are brought to, where bare Python numbers give way.
  ///
  /// @throws IllegalArgumentException if there is none (8-bit floats, strings with numbers)
  public static DType resultType(Tensor x, Tensor y) {
    int a = node(x);
    int b = node(y);
    return a == b ? resolve(a, true) : resolve(join(a, b), isWide(a) || isWide(b));
  }

  /// The dtype that several tensors are brought to, where bare Python numbers give way.
  ///
  /// @throws IllegalArgumentException if there is none (8-bit floats, strings with numbers)
  public static DType resultType(List<? extends Tensor> tensors) {
    if (tensors.isEmpty()) {
      return floatx;
    }
    int node = node(tensors.getFirst());
    boolean wide = isWide(node);
    for (Tensor t : tensors.subList(1, tensors.size())) {
      int next = node(t);
      wide |= isWide(next);
      node = join(node, next);
    }
    return resolve(node, wide);
  }

  /// As {@link #resultType(List)}, raised to the default float type if it is not a float or complex
  /// type: what `resultType(..., float)` is in Keras.
  public static DType inexactType(List<? extends Tensor> tensors) {
    return inexact(resultType(tensors));
  }

  /// The type itself if float or complex, else the default float type.
  public static DType inexact(DType dtype) {
    return dtype.isDifferentiable() ? dtype : floatx;
  }

  private static int node(Tensor t) {
    DType dtype = t.dtype();
    if (t instanceof Array a && a.isWeak() && dtype != DType.BOOL) {
      return dtype.isInteger() ? WEAK_INT : WEAK_FLOAT;
    }
    return dtype.ordinal();
  }

  private static DType resolve(int node, boolean wide) {
    if (node == WEAK_INT) {
      return DType.INT32;
    }
    if (node == WEAK_FLOAT) {
      return floatx;
    }
    DType dtype = DTYPES[node];
    return wide ? dtype : narrow(dtype);
  }

  /// The type itself, or its 32-bit kin if it has 64 bits.
  private static DType narrow(DType dtype) {
    return switch (dtype) {
      case INT64 -> DType.INT32;
      case UINT64 -> DType.UINT32;
      case FLOAT64 -> DType.FLOAT32;
      case BOOL,
          UINT8,
          UINT16,
          UINT32,
          INT8,
          INT16,
          INT32,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          FLOAT16,
          BFLOAT16,
          FLOAT32,
          COMPLEX64,
          STRING ->
          dtype;
    };
  }

  private static boolean isWide(int node) {
    return node == DType.INT64.ordinal()
        || node == DType.UINT64.ordinal()
        || node == DType.FLOAT64.ordinal();
  }

  private static int join(int a, int b) {
    int out = JOIN[a][b];
    if (out == NONE) {
      throw new IllegalArgumentException(
          "There is no dtype that %s and %s are both converted to without being asked; cast one of them first. Received: dtypes=%s, %s"
              .formatted(name(a), name(b), name(a), name(b)));
    }
    return out;
  }

  private static String name(int node) {
    return node == WEAK_INT ? "int" : node == WEAK_FLOAT ? "float" : DTYPES[node].kerasName();
  }

  private static int[] above(int node) {
    if (node == WEAK_INT) {
      return new int[] {DType.UINT8.ordinal(), DType.INT8.ordinal(), DType.COMPLEX64.ordinal()};
    }
    if (node == WEAK_FLOAT) {
      return new int[] {DType.BFLOAT16.ordinal(), DType.FLOAT16.ordinal()};
    }
    return switch (DTYPES[node]) {
      case BOOL -> new int[] {WEAK_INT};
      case UINT8 -> new int[] {DType.INT16.ordinal(), DType.UINT16.ordinal()};
      case UINT16 -> new int[] {DType.INT32.ordinal(), DType.UINT32.ordinal()};
      case UINT32 -> new int[] {DType.INT64.ordinal(), DType.UINT64.ordinal()};
      case INT8 -> new int[] {DType.INT16.ordinal()};
      case INT16 -> new int[] {DType.INT32.ordinal()};
      case INT32 -> new int[] {DType.INT64.ordinal()};
      case UINT64, INT64 -> new int[] {WEAK_FLOAT};
      case FLOAT16, BFLOAT16 -> new int[] {DType.FLOAT32.ordinal()};
      case FLOAT32 -> new int[] {DType.FLOAT64.ordinal(), DType.COMPLEX64.ordinal()};
      case FLOAT64, COMPLEX64, FLOAT8_E4M3FN, FLOAT8_E5M2, STRING -> new int[0];
    };
  }

  private static int[][] joins() {
    long[] bounds = new long[NODES];
    for (int n = 0; n < NODES; n++) {
      bounds[n] = upperBounds(n);
    }
    int[][] out = new int[NODES][NODES];
    for (int a = 0; a < NODES; a++) {
      for (int b = 0; b < NODES; b++) {
        out[a][b] = least(bounds[a] & bounds[b], bounds);
      }
    }
    return out;
  }

  private static long upperBounds(int node) {
    long out = 1L << node;
    for (int up : above(node)) {
      out |= upperBounds(up);
    }
    return out;
  }

  private static int least(long common, long[] bounds) {
    for (int c = 0; c < NODES; c++) {
      if ((common >> c & 1) == 1 && (common & ~bounds[c]) == 0) {
        return c;
      }
    }
    return NONE;
  }
}
