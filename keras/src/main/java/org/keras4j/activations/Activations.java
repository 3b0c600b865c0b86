package org.keras4j.activations;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Keras's activation functions, to import statically.
///
/// {@snippet :
/// import static org.keras4j.activations.Activations.RELU;
///
///
///
/// new Dense(64).activation(RELU);
/// new Dense(64).activation("relu");
/// Tensor y = RELU.apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/activations/">Activations</a>
public final class Activations {
  static final Map<String, ActivationFunction> BY_NAME = new LinkedHashMap<>();

  /// `max(x, 0)`.
  public static final ActivationFunction RELU = named("relu", Ops::relu);

  /// `x` where positive, else `0.2 x`.
  public static final ActivationFunction LEAKY_RELU =
      named("leaky_relu", x -> Ops.leakyRelu(x, 0.2));

  /// `min(max(x, 0), 6)`.
  public static final ActivationFunction RELU6 = named("relu6", Ops::relu6);

  /// Positive numbers that add up to 1 along the last axis.
  public static final ActivationFunction SOFTMAX = named("softmax", x -> Ops.softmax(x, -1));

  /// `max(x, 0) + min(eˣ - 1, 0)`.
  public static final ActivationFunction CELU = named("celu", x -> Ops.celu(x, 1.0));

  /// `x` where positive, else `eˣ - 1`.
  public static final ActivationFunction ELU = named("elu", x -> Ops.elu(x, 1.0));

  /// ELU scaled so that mean and variance are kept.
  public static final ActivationFunction SELU = named("selu", Ops::selu);

  /// `log(eˣ + 1)`.
  public static final ActivationFunction SOFTPLUS = named("softplus", Ops::softplus);

  /// `x / (|x| + 1)`.
  public static final ActivationFunction SOFTSIGN = named("softsign", Ops::softsign);

  /// `(x + sqrt(x² + 4)) / 2`.
  public static final ActivationFunction SQUAREPLUS =
      named("squareplus", x -> Ops.squareplus(x, 4.0));

  /// `x` moved towards 0 by 0.5, and 0 where it is nearer.
  public static final ActivationFunction SOFT_SHRINK =
      named("soft_shrink", x -> Ops.softShrink(x, 0.5));

  /// 0 below -1, `x` above 1, a parabola between.
  public static final ActivationFunction SPARSE_PLUS = named("sparse_plus", Ops::sparsePlus);

  /// `x · sigmoid(x)`, also called swish.
  public static final ActivationFunction SILU = named("silu", Ops::silu);

  /// `x · Φ(x)` with the normal distribution's Φ.
  public static final ActivationFunction GELU = named("gelu", x -> Ops.gelu(x, false));

  /// The first half times the sigmoid of the second half, along the last axis.
  public static final ActivationFunction GLU = named("glu", x -> Ops.glu(x, -1));

  /// Hyperbolic tangent.
  public static final ActivationFunction TANH = named("tanh", Ops::tanh);

  /// `x - tanh(x)`.
  public static final ActivationFunction TANH_SHRINK = named("tanh_shrink", Ops::tanhShrink);

  /// `1 / (1 + e⁻ˣ)`.
  public static final ActivationFunction SIGMOID = named("sigmoid", Ops::sigmoid);

  /// 0 below -1, 1 above 1, a line between.
  public static final ActivationFunction SPARSE_SIGMOID =
      named("sparse_sigmoid", Ops::sparseSigmoid);

  /// `eˣ`.
  public static final ActivationFunction EXPONENTIAL = named("exponential", Ops::exp);

  /// `relu6(x + 3) / 6`.
  public static final ActivationFunction HARD_SIGMOID = named("hard_sigmoid", Ops::hardSigmoid);

  /// `x · hard_sigmoid(x)`, also called hard swish.
  public static final ActivationFunction HARD_SILU = named("hard_silu", Ops::hardSilu);

  /// `x` cut to between -1 and 1.
  public static final ActivationFunction HARD_TANH = named("hard_tanh", Ops::hardTanh);

  /// `x` where `|x|` exceeds 0.5, else 0.
  public static final ActivationFunction HARD_SHRINK =
      named("hard_shrink", x -> Ops.hardShrink(x, 0.5));

  /// `x` itself.
  public static final ActivationFunction LINEAR = named("linear", x -> x);

  /// `x · tanh(softplus(x))`.
  public static final ActivationFunction MISH =
      named("mish", x -> Ops.multiply(x, Ops.tanh(Ops.softplus(x))));

  /// Logarithm of the softmax along the last axis.
  public static final ActivationFunction LOG_SOFTMAX =
      named("log_softmax", x -> Ops.logSoftmax(x, -1));

  /// `log(sigmoid(x))`.
  public static final ActivationFunction LOG_SIGMOID = named("log_sigmoid", Ops::logSigmoid);

  /// The nearest point of the probability simplex, along the last axis.
  public static final ActivationFunction SPARSEMAX = named("sparsemax", x -> Ops.sparsemax(x, -1));

  static {
    BY_NAME.put("swish", SILU);
    BY_NAME.put("hard_swish", HARD_SILU);
  }

  private Activations() {}

  /// `x` where it exceeds a threshold, cut off at a largest value, and a line of a slope below.
  ///
  /// @param negativeSlope the slope below the threshold
  /// @param maxValue the largest value, if there is one
  /// @param threshold where the slope changes
  public static Tensor relu(
      Tensor x, double negativeSlope, Optional<Double> maxValue, double threshold) {
    if (negativeSlope != 0 && maxValue.isEmpty() && threshold == 0) {
      return Ops.leakyRelu(x, negativeSlope);
    }
    boolean six = threshold == 0 && maxValue.equals(Optional.of(6.0));
    Tensor y =
        six
            ? Ops.relu6(x)
            : threshold == 0 ? Ops.relu(x) : Ops.where(Ops.greater(x, threshold), x, 0.0);
    if (maxValue.isPresent() && !six) {
      y = Ops.clip(y, 0.0, maxValue.get());
    }
    if (negativeSlope != 0) {
      Tensor below = Ops.negative(x);
      Tensor negativePart = Ops.relu(threshold == 0 ? below : Ops.add(below, threshold));
      y = Ops.subtract(y, Ops.multiply(negativeSlope, negativePart));
    }
    return y;
  }

  /// One of Keras's own functions, which configs call by its name alone.
  record Named(String name, UnaryOperator<Tensor> function) implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
      return function.apply(x);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static ActivationFunction named(String name, UnaryOperator<Tensor> function) {
    var activation = new Named(name, function);
    BY_NAME.put(name, activation);
    return activation;
  }
}
