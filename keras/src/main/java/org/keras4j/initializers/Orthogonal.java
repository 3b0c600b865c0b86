package org.keras4j.initializers;

import java.util.List;
import org.keras4j.config.Config;
import org.keras4j.config.Settings;
import org.keras4j.ops.Ops;
import org.keras4j.random.Random;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// An orthogonal matrix times a gain: orthogonal rows or columns, whichever are fewer. More than
/// two axes are taken as a matrix whose columns are the last axis.
///
/// Follows [Saxe et al., 2014](https://openreview.net/forum?id=_wzZwKpTDF_9C).
///
/// @see <a href="https://keras.io/api/layers/initializers/#orthogonal-class">Orthogonal</a>
public final class Orthogonal extends RandomInitializer<Orthogonal> {
  private final double gain;

  /// A matrix with gain 1.
  public Orthogonal() {
    this(1.0);
  }

  /// A matrix times a gain.
  public Orthogonal(double gain) {
    this.gain = gain;
  }

  static Orthogonal fromConfig(Config config) {
    var s = new Settings("Orthogonal", config.without("seed"));
    return s.done(new Orthogonal(s.number("gain", 1.0))).seed(seedOf(config));
  }

  @Override
  public Tensor apply(Shape shape, DType dtype) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "The tensor to initialize must be at least two-dimensional. Received: shape=%s of rank %d"
              .formatted(shape, shape.rank()));
    }
    int numCols = shape.dim(-1);
    int numRows = Math.toIntExact(shape.slice(0, shape.rank() - 1).size());
    var flat = Shape.of(Math.max(numCols, numRows), Math.min(numCols, numRows));
    Tensor a = Random.normal(flat, 0, 1, dtype, seed());
    List<Tensor> qr = Ops.qr(a);
    Tensor r = qr.get(1);
    Tensor diagonal = Ops.sum(Ops.multiply(r, Ops.identity(r.shape().dim(0), dtype)), 0);
    Tensor q = Ops.multiply(qr.get(0), Ops.sign(diagonal));
    if (numRows < numCols) {
      q = Ops.transpose(q);
    }
    return Ops.multiply(Array.weak(gain), Ops.reshape(q, shape));
  }

  @Override
  public Config getConfig() {
    return seedConfig().with("gain", gain);
  }
}
