package org.keras4j.regularizers;

import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A penalty on rows (or columns) of a matrix that are not orthogonal: the mean absolute value of
/// the products of different normalized rows, times a factor.
///
/// @param factor the factor, not negative; kept in float32, as Keras keeps it
/// @param mode `rows` or `columns`
/// @see <a
///   href="https://keras.io/api/layers/regularizers/#orthogonalregularizer-class">OrthogonalRegularizer</a>
public record OrthogonalRegularizer(double factor, String mode) implements Regularizer {
  private static final double SMALLEST = 1e-12;

  /// Checks factor and mode.
  @SuppressWarnings("SelfAssignment") // it loses bits
  public OrthogonalRegularizer {
    L2.requireFactor("factor", factor);
    factor = (float) factor;
    if (!mode.equals("rows") && !mode.equals("columns")) {
      throw new IllegalArgumentException(
          "Invalid value for argument `mode`. Expected one of {\"rows\", \"columns\"}. Received: mode="
              + mode);
    }
  }

  /// The penalty on rows with factor 0.01.
  public OrthogonalRegularizer() {
    this(0.01, "rows");
  }

  static OrthogonalRegularizer fromConfig(Config config) {
    var s = new Settings("OrthogonalRegularizer", config);
    return s.done(
        new OrthogonalRegularizer(s.number("factor", 0.01), s.get("mode", Codec.STRING, "rows")));
  }

  @Override
  public Tensor apply(Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() != 2) {
      throw new IllegalArgumentException(
          "Inputs to OrthogonalRegularizer must have rank 2. Received: inputs.shape=" + shape);
    }
    boolean rows = mode.equals("rows");
    int size = shape.dim(rows ? 0 : 1);
    Tensor unit = unit(x, rows ? 1 : 0);
    Tensor turned = Ops.transpose(unit);
    Tensor product = rows ? Ops.matmul(unit, turned) : Ops.matmul(turned, unit);
    Tensor others = Ops.subtract(Array.weak(1.0), Ops.identity(size, x.dtype()));
    Tensor sum = Ops.sum(Ops.absolute(Ops.multiply(product, others)), Axes.all());
    double numPairs = size * (size - 1.0) / 2.0;
    return Ops.divide(Ops.multiply(Array.weak(factor * 0.5), sum), Array.weak(numPairs));
  }

  private static Tensor unit(Tensor x, int axis) {
    Tensor squares = Ops.sum(Ops.square(x), Axes.of(axis).keepDims());
    return Ops.divide(x, Ops.sqrt(Ops.maximum(squares, SMALLEST)));
  }

  @Override
  public Config getConfig() {
    return Config.of("factor", factor).with("mode", mode);
  }
}
