package org.keras4j.optimizers;

import java.util.List;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Adaptive steps whose second moments are kept as sums over rows and over columns.
///
/// Follows [Shazeer and Stern, 2018](https://arxiv.org/abs/1804.04235).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Adafactor(0.01).relativeStep(false)).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/adafactor/">Adafactor</a>
public final class Adafactor extends BuiltInOptimizer<Adafactor> {
  private static final String ROWS = "r";
  private static final String COLUMNS = "c";

  private final Arg<Double> beta2Decay = arg("beta_2_decay", Codec.DOUBLE, () -> -0.8);
  private final Arg<Double> epsilon1 = arg("epsilon_1", Codec.DOUBLE, () -> 1e-30);
  private final Arg<Double> epsilon2 = arg("epsilon_2", Codec.DOUBLE, () -> 1e-3);
  private final Arg<Double> clipThreshold = arg("clip_threshold", Codec.DOUBLE, () -> 1.0);
  private final Arg<Boolean> relativeStep = arg("relative_step", Codec.BOOL, () -> true);

  /// With the rate 0.001.
  public Adafactor() {
    this(0.001);
  }

  /// With a rate.
  public Adafactor(double learningRate) {
    super(learningRate);
  }

  /// Sets how the share of the second moments that is renewed falls (-0.8 at first).
  public Adafactor beta2Decay(double value) {
    return with(beta2Decay, value);
  }

  /// Sets the number that keeps quotients finite (1e-30 at first).
  public Adafactor epsilon1(double value) {
    return with(epsilon1, value);
  }

  /// Sets the least size that weights count with (0.001 at first).
  public Adafactor epsilon2(double value) {
    return with(epsilon2, value);
  }

  /// Sets the root mean square that no step may exceed before it is scaled (1 at first).
  public Adafactor clipThreshold(double value) {
    return with(clipThreshold, value);
  }

  /// Kept for configs (true at first): as in Keras 3, no rate exceeds one over the root of the
  /// number of steps either way.
  public Adafactor relativeStep(boolean value) {
    return with(relativeStep, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    for (Variable v : trainable) {
      Shape shape = v.storedType().shape();
      if (shape.rank() < 2) {
        // Keras keeps places for what is not factored, and so do its files.
        keep(new Variable(Array.scalar(DType.INT32, 0L), v.name(), false));
        keep(new Variable(Array.scalar(DType.INT32, 0L), v.name(), false));
      } else if (!v.overwriteWithGradient()) {
        setState(ROWS, v, zeros(v, shape.without(List.of(shape.rank() - 1))));
        setState(COLUMNS, v, zeros(v, shape.without(List.of(shape.rank() - 2))));
      }
      addState(List.of(v), "velocity");
    }
  }

  private Variable zeros(Variable like, Shape shape) {
    var type = new TensorType(like.storedType().dtype(), shape);
    return addVariable(like.name(), Elements.zeros(type).toArray());
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Tensor step = updateNumber(variable);
    Tensor relative = Ops.minimum(learningRate, Ops.divide(1, Ops.sqrt(step)));
    Tensor size = Ops.maximum(number(epsilon2.get(), variable), rootMeanSquare(variable));
    Tensor squares = Ops.add(Ops.square(gradient), epsilon1.get());
    Tensor kept = Ops.subtract(1, Ops.power(step, beta2Decay.get()));
    Variable v = state("velocity", variable);
    if (variable.shape().rank() >= 2) {
      Variable rows = state(ROWS, variable);
      Variable columns = state(COLUMNS, variable);
      renew(rows, Ops.mean(squares, -1), kept);
      renew(columns, Ops.mean(squares, -2), kept);
      Tensor share = Ops.divide(rows, Ops.mean(rows, Axes.of(-1).keepDims()));
      assign(v, Ops.multiply(Ops.expandDims(share, -1), Ops.expandDims(columns, -2)));
    } else {
      renew(v, squares, kept);
    }
    Tensor direction = Ops.divide(gradient, Ops.sqrt(v));
    Tensor excess = Ops.divide(rootMeanSquare(direction), clipThreshold.get());
    Tensor clipped = Ops.divide(direction, Ops.maximum(number(1, variable), excess));
    assignSub(variable, Ops.multiply(Ops.multiply(size, relative), clipped));
  }

  private static void renew(Variable mean, Tensor value, Tensor kept) {
    assign(mean, Ops.add(Ops.multiply(kept, mean), Ops.multiply(Ops.subtract(1, kept), value)));
  }

  private static Tensor rootMeanSquare(Tensor x) {
    return Ops.sqrt(Ops.mean(Ops.square(x)));
  }

  static Adafactor fromConfig(Config config) {
    return new Adafactor().configured(config);
  }
}
