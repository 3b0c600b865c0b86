package org.keras4j.backend.java.kernel;

/// When the vector loops of [Elementwise] may be used.
final class ElementwiseTrials {
  /// Arrays that only the background thread touches.
  private static final float[] X = new float[Warmup.TRIAL];

  private static final float[] Y = new float[Warmup.TRIAL];
  private static final float[] Z = new float[Warmup.TRIAL];
  private static final byte[] FLAGS = new byte[Warmup.TRIAL];

  static final Warmup ADD = new Warmup("add", 400, n -> VectorArithmetic.add(X, 0, Y, 0, Z, 0, n));
  static final Warmup SUBTRACT =
      new Warmup("subtract", 400, n -> VectorArithmetic.subtract(X, 0, Y, 0, Z, 0, n));
  static final Warmup MULTIPLY =
      new Warmup("multiply", 400, n -> VectorArithmetic.multiply(X, 0, Y, 0, Z, 0, n));
  static final Warmup DIVIDE =
      new Warmup("divide", 400, n -> VectorArithmetic.divide(X, 0, Y, 0, Z, 0, n));
  static final Warmup ADD_NUMBER =
      new Warmup("add a number", 400, n -> VectorArithmetic.add(X, 0, 3, Z, 0, n));
  static final Warmup SUBTRACT_NUMBER =
      new Warmup("subtract a number", 400, n -> VectorArithmetic.subtract(X, 0, 3, Z, 0, n));
  static final Warmup MULTIPLY_NUMBER =
      new Warmup("multiply a number", 400, n -> VectorArithmetic.multiply(X, 0, 3, Z, 0, n));
  static final Warmup DIVIDE_NUMBER =
      new Warmup("divide a number", 400, n -> VectorArithmetic.divide(X, 0, 3, Z, 0, n));
  static final Warmup MAX_NUMBER =
      new Warmup("max a number", 400, n -> VectorArithmetic.max(X, 0, 3, Z, 0, n));
  static final Warmup SQRT = new Warmup("sqrt", 400, n -> VectorArithmetic.sqrt(X, 0, Z, 0, n));
  static final Warmup NEGATE =
      new Warmup("negate", 400, n -> VectorArithmetic.negate(X, 0, Z, 0, n));
  static final Warmup MULTIPLY_ADD =
      new Warmup("multiply and add", 400, n -> VectorArithmetic.multiplyAdd(X, 0, Y, 0, Z, 0, n));
  static final Warmup MULTIPLY_ADD_NUMBER =
      new Warmup(
          "multiply by a number and add", 400, n -> VectorArithmetic.multiplyAdd(X, 0, 3, Z, 0, n));
  static final Warmup MAX = new Warmup("max", 400, n -> VectorChoice.max(X, 0, Y, 0, Z, 0, n));
  static final Warmup MIN = new Warmup("min", 400, n -> VectorChoice.min(X, 0, Y, 0, Z, 0, n));
  static final Warmup SELECT = new Warmup("select", 400, ElementwiseTrials::select);
  static final Warmup LESS =
      new Warmup("less", 400, n -> VectorChoice.less(X, 0, Y, 0, FLAGS, 0, n));

  static final Warmup CHOOSE_LESS =
      new Warmup("choose by less", 600, n -> VectorChoice.less(choice(), Z, 0, n));
  static final Warmup CHOOSE_AT_MOST =
      new Warmup("choose by at most", 600, n -> VectorChoice.atMost(choice(), Z, 0, n));
  static final Warmup CHOOSE_EQUAL =
      new Warmup("choose by equal", 600, n -> VectorChoice.equal(choice(), Z, 0, n));

  private ElementwiseTrials() {}

  private static void select(int n) {
    VectorChoice.select(FLAGS, 0, X, 0, Y, 0, Z, 0, n);
  }

  private static Choice choice() {
    return new Choice(X, 0, Y, 0, X, 0, Y, 0);
  }
}
