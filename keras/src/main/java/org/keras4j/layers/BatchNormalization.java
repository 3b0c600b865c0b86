package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Brings each channel to mean 0 and variance 1: of the batch in training, of all batches seen
/// otherwise.
///
/// - Input: any shape
/// - Output: the same shape
/// - Weights, each as long as the axis: `gamma` if `scale`, `beta` if `center`; not trainable
///   `moving_mean`, `moving_variance`, and with `renorm` `moving_stddev`, `renorm_mean`,
///   `renorm_stddev`
///
/// Follows [Ioffe and Szegedy, 2015](https://arxiv.org/abs/1502.03167). A layer that is not
/// trainable uses the moving statistics in training too.
///
/// {@snippet :
/// Tensor y = new BatchNormalization().apply(x, c -> c.training(true));
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/normalization_layers/batch_normalization/">BatchNormalization</a>
public final class BatchNormalization extends NormalizationLayer<BatchNormalization> {
  private final Arg<Integer> axis = arg("axis", -1);
  private final Arg<Double> momentum = arg("momentum", 0.99);
  private final Arg<Initializer> movingMeanInitializer =
      arg("moving_mean_initializer", Initializer.FAMILY, Zeros::new);
  private final Arg<Initializer> movingVarianceInitializer =
      arg("moving_variance_initializer", Initializer.FAMILY, Ones::new);

  @SuppressWarnings("UnusedVariable") // part of the config
  private final Arg<Boolean> synchronizes =
      arg("synchronized", Codec.BOOL, () -> false)
          .check(b -> !b, "False: Keras knows True on TensorFlow only");

  private final Arg<Boolean> renorm = arg("renorm", false);
  private final Arg<Optional<Map<String, Double>>> renormClipping =
      optional("renorm_clipping", Renormalization.CLIPPING);
  private final Arg<Double> renormMomentum = arg("renorm_momentum", 0.99);
  private @Nullable Variable movingMean;
  private @Nullable Variable movingVariance;
  private Optional<Renormalization> renormalization = Optional.empty();

  /// A layer over the last axis.
  public BatchNormalization() {}

  /// Sets the axis of the channels.
  public BatchNormalization axis(int value) {
    return with(axis, value);
  }

  /// Sets how much of the moving statistics each batch keeps (0.99 at first).
  public BatchNormalization momentum(double value) {
    return with(momentum, value);
  }

  /// Sets how the moving mean begins (`zeros` at first).
  public BatchNormalization movingMeanInitializer(Initializer value) {
    return with(movingMeanInitializer, value);
  }

  /// Sets how the moving variance begins (`ones` at first).
  public BatchNormalization movingVarianceInitializer(Initializer value) {
    return with(movingVarianceInitializer, value);
  }

  /// Sets whether batches are corrected towards the moving statistics in training.
  ///
  /// Follows [Ioffe, 2017](https://arxiv.org/abs/1702.03275).
  public BatchNormalization renorm(boolean value) {
    return with(renorm, value);
  }

  /// Sets bounds of the correction: `rmin`, `rmax`, `dmax`.
  public BatchNormalization renormClipping(Map<String, Double> bounds) {
    return with(renormClipping, Optional.of(Map.copyOf(bounds)));
  }

  /// Sets how much of the correction's statistics each batch keeps (0.99 at first).
  public BatchNormalization renormMomentum(double value) {
    return with(renormMomentum, value);
  }

  /// Keras lists an empty set of bounds where there is a correction without any.
  @Override
  public Config getConfig() {
    var config = super.getConfig();
    return renorm.get() && renormClipping.get().isEmpty()
        ? config.with("renorm_clipping", Map.of())
        : config;
  }

  @Override
  protected void build(Shape input) {
    requireAxis(axis.get(), input);
    Shape shape = Shape.of(input.dim(axis.get()));
    if (scale.get()) {
      addGamma(shape);
    }
    if (center.get()) {
      addBeta(shape);
    }
    movingMean = statistic("moving_mean", shape, movingMeanInitializer.get());
    movingVariance = statistic("moving_variance", shape, movingVarianceInitializer.get());
    if (renorm.get()) {
      Initializer deviation = (s, d) -> Ops.sqrt(movingVarianceInitializer.get().apply(s, d));
      renormalization =
          Optional.of(
              new Renormalization(
                  renormClipping.get().orElse(Map.of()),
                  renormMomentum.get(),
                  momentum.get(),
                  epsilon.get(),
                  statistic("moving_stddev", shape, deviation),
                  statistic("renorm_mean", shape, movingMeanInitializer.get()),
                  statistic("renorm_stddev", shape, deviation)));
    }
    inputSpec(InputSpec.rank(input.rank()).axis(axis.get(), input.dim(axis.get())));
  }

  private Variable statistic(String name, Shape shape, Initializer initializer) {
    return addWeight(name, shape, initializer, w -> w.trainable(false).autocast(false));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    ctx.mask().ifPresent(m -> requireMask(m, x));
    // Half precision overflows easily here.
    DType dtype = x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Tensor input = Ops.cast(x, dtype);
    Tensor mean = Ops.cast(built(movingMean), dtype);
    Tensor variance = Ops.cast(built(movingVariance), dtype);
    Optional<Tensor> gamma = gamma().map(g -> Ops.cast(g, dtype));
    Optional<Tensor> beta = beta().map(b -> Ops.cast(b, dtype));
    if (ctx.training() && trainable()) {
      var moments = moments(input, ctx.mask());
      Tensor oldMean = mean;
      Tensor oldVariance = variance;
      mean = moments.get(0);
      variance = moments.get(1);
      if (renormalization.isPresent()) {
        var corrected = renormalization.get().correct(mean, variance, gamma, beta);
        gamma = Optional.of(corrected.get(0));
        beta = Optional.of(corrected.get(1));
        renormalization.get().update(mean, variance, built(movingMean), built(movingVariance));
      } else {
        built(movingMean).assign(moved(oldMean, mean, movingMean));
        built(movingVariance).assign(moved(oldVariance, variance, movingVariance));
      }
    }
    Optional<Tensor> factor = gamma;
    Optional<Tensor> offset = beta;
    Tensor y =
        Ops.batchNormalization(
            input,
            mean,
            variance,
            axis.get(),
            o -> o.scale(factor).offset(offset).epsilon(epsilon.get()));
    return Ops.cast(y, computeDType());
  }

  private Tensor moved(Tensor before, Tensor now, @Nullable Variable statistic) {
    return Renormalization.moved(before, now, momentum.get(), built(statistic));
  }

  private static void requireMask(Tensor mask, Tensor x) {
    if (mask.rank() != x.rank() - 1) {
      throw new IllegalArgumentException(
          "The mask provided should be one dimension less than the inputs. Received: mask.shape=%s, inputs.shape=%s"
              .formatted(mask.shape(), x.shape()));
    }
  }

  private List<Tensor> moments(Tensor x, Optional<Tensor> mask) {
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < x.rank(); i++) {
      if (i != x.shape().axis(axis.get())) {
        axes.add(i);
      }
    }
    if (mask.isEmpty()) {
      return Ops.moments(x, Axes.of(axes));
    }
    Axes kept = Axes.of(axes).keepDims();
    Tensor used = Ops.cast(Ops.broadcastTo(Ops.expandDims(mask.get(), -1), x.shape()), DType.BOOL);
    Tensor count = Ops.add(Ops.sum(Ops.cast(used, x.dtype()), kept), KerasConfig.epsilon());
    Tensor mean = Ops.divide(Ops.sum(Ops.where(used, x, 0.0), kept), count);
    Tensor difference = Ops.where(used, Ops.subtract(x, mean), 0.0);
    Tensor variance = Ops.divide(Ops.sum(Ops.square(difference), kept), count);
    return List.of(Ops.squeeze(mean), Ops.squeeze(variance));
  }
}
