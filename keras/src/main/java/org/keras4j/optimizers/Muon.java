package org.keras4j.optimizers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Momentum whose matrices are made orthogonal before they are taken as steps. What is no matrix,
/// embeddings, and layers that are named, follow AdamW.
///
/// Follows [Jordan, 2024](https://github.com/KellerJordan/Muon) and [Liu et al.,
/// 2025](https://arxiv.org/abs/2502.16982).
///
/// {@snippet :
/// model.compile(c -> c.optimizer(new Muon(1e-3).excludeLayers("output")).loss("mse"));
/// }
///
/// @see <a href="https://keras.io/api/optimizers/muon/">Muon</a>
public final class Muon extends BuiltInOptimizer<Muon> {
  private static final double SMALL = 1e-7;

  private final Arg<Double> adamBeta1 = arg("adam_beta_1", Codec.DOUBLE, () -> 0.9);
  private final Arg<Double> adamBeta2 = arg("adam_beta_2", Codec.DOUBLE, () -> 0.999);
  private final Arg<Double> epsilon = arg("epsilon", Codec.DOUBLE, () -> 1e-7);
  private final Arg<List<String>> excludeLayers =
      arg("exclude_layers", Codec.list(Codec.STRING), List::of);
  private final Arg<Double> muonA = arg("muon_a", Codec.DOUBLE, () -> 3.4445);
  private final Arg<Double> muonB = arg("muon_b", Codec.DOUBLE, () -> -4.7750);
  private final Arg<Double> muonC = arg("muon_c", Codec.DOUBLE, () -> 2.0315);
  private final Arg<Number> adamLrRatio = arg("adam_lr_ratio", Codec.NUMBER, () -> 1L);
  private final Arg<Double> momentum = arg("momentum", Codec.DOUBLE, () -> 0.95);
  private final Arg<Integer> nsSteps = arg("ns_steps", Codec.INT, () -> 5);
  private final Arg<Boolean> nesterov = arg("nesterov", Codec.BOOL, () -> true);
  private final Arg<Boolean> excludeEmbeddings = arg("exclude_embeddings", Codec.BOOL, () -> true);
  private final Arg<Optional<Double>> adamWeightDecay =
      arg("adam_weight_decay", Codec.optional(Codec.DOUBLE), () -> Optional.of(0.004));
  private final Arg<Optional<Double>> rmsRate =
      arg("rms_rate", Codec.optional(Codec.DOUBLE), () -> Optional.of(0.2));

  /// With the rate 0.001 and the weight decay 0.004.
  public Muon() {
    this(0.001);
  }

  /// With a rate, and the weight decay 0.004.
  public Muon(double learningRate) {
    super(learningRate, Optional.of(0.004));
  }

  /// Sets how much of Adam's first moment stays (0.9 at first).
  public Muon adamBeta1(double value) {
    return with(adamBeta1, value);
  }

  /// Sets how much of Adam's second moment stays (0.999 at first).
  public Muon adamBeta2(double value) {
    return with(adamBeta2, value);
  }

  /// Sets the number that keeps Adam's quotient finite (1e-7 at first).
  public Muon epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets regular expressions; variables in whose path one occurs follow AdamW.
  public Muon excludeLayers(String... expressions) {
    return with(excludeLayers, List.of(expressions));
  }

  /// Sets whether variables with `embedding` in their path follow AdamW (true at first).
  public Muon excludeEmbeddings(boolean value) {
    return with(excludeEmbeddings, value);
  }

  /// Sets the polynomial `a x + b x^3 + c x^5` that is applied to the singular values.
  public Muon polynomial(double a, double b, double c) {
    return with(muonA, a).with(muonB, b).with(muonC, c);
  }

  /// Sets Adam's rate as a multiple of the rate (1 at first).
  public Muon adamLrRatio(double value) {
    return with(adamLrRatio, value);
  }

  /// Sets how much of the momentum stays (0.95 at first).
  public Muon momentum(double value) {
    return with(momentum, value);
  }

  /// Sets how often the polynomial is applied (5 at first).
  public Muon nsSteps(int value) {
    return with(nsSteps, value);
  }

  /// Sets whether the gradient counts as taken after the momentum's step (true at first).
  public Muon nesterov(boolean value) {
    return with(nesterov, value);
  }

  /// Sets the weight decay of variables that follow AdamW (0.004 at first).
  public Muon adamWeightDecay(double value) {
    return with(adamWeightDecay, Optional.of(value));
  }

  /// Sets the root mean square that steps have in units of the rate, which makes Adam's rates fit
  /// (0.2 at first); empty leaves orthogonal matrices as they are.
  public Muon rmsRate(Optional<Double> value) {
    return with(rmsRate, value);
  }

  @Override
  protected void buildState(List<Variable> trainable) {
    for (Variable v : trainable) {
      addState(v, "momentum", new Zeros());
      if (followsAdam(v)) {
        addState(v, "velocity", new Zeros());
      }
    }
  }

  private boolean followsAdam(Variable v) {
    return v.storedType().shape().rank() != 2
        || excludeEmbeddings.get() && v.path().toLowerCase(Locale.ROOT).contains("embedding")
        || excludeLayers.get().stream().anyMatch(e -> PathPattern.of(e).occursIn(v.path()));
  }

  @Override
  protected Optional<Double> weightDecayOf(Variable variable) {
    return isDecayed(variable) && followsAdam(variable)
        ? adamWeightDecay.get()
        : super.weightDecayOf(variable);
  }

  @Override
  protected void updateStep(Tensor gradient, Variable variable, Tensor learningRate) {
    Variable m = state("momentum", variable);
    if (followsAdam(variable)) {
      var rule = new AdamRule(adamBeta1.get(), adamBeta2.get(), epsilon.get());
      Variable v = state("velocity", variable);
      Tensor rate = Ops.multiply(learningRate(), adamLrRatio.get().doubleValue());
      Tensor cast = Ops.cast(rate, variable.storedType().dtype());
      rule.update(variable, m, v, gradient, cast, updateNumber(variable));
      return;
    }
    assignAdd(m, Ops.add(gradient, Ops.multiply(m, momentum.get() - 1)));
    Tensor direction = nesterov.get() ? Ops.add(gradient, Ops.multiply(momentum.get(), m)) : m;
    assignSub(variable, sized(Ops.multiply(learningRate(), orthogonal(direction))));
  }

  private Tensor sized(Tensor step) {
    if (rmsRate.get().isEmpty()) {
      return step;
    }
    Shape shape = step.shape();
    Tensor root =
        Array.scalar(KerasConfig.floatx(), Math.sqrt(Math.max(shape.dim(0), shape.dim(1))));
    return Ops.multiply(Ops.multiply(step, root), rmsRate.get().get());
  }

  /// The orthogonal matrix next to a matrix, nearly: its singular values are brought near 1 by an
  /// odd polynomial, applied again and again (Newton-Schulz).
  private Tensor orthogonal(Tensor matrix) {
    boolean isTall = matrix.shape().dim(0) > matrix.shape().dim(1);
    Tensor x = isTall ? Ops.transpose(matrix) : matrix;
    x = Ops.divide(x, Ops.add(Ops.norm(x, Axes.of(-2, -1).keepDims()), SMALL));
    for (int i = 0; i < nsSteps.get(); i++) {
      Tensor gram = Ops.matmul(x, Ops.transpose(x));
      Tensor odd =
          Ops.add(
              Ops.multiply(muonB.get(), gram), Ops.matmul(Ops.multiply(muonC.get(), gram), gram));
      x = Ops.add(Ops.multiply(muonA.get(), x), Ops.matmul(odd, x));
    }
    return isTall ? Ops.transpose(x) : x;
  }

  static Muon fromConfig(Config config) {
    return new Muon()
        .configured(
            config.get("exclude_layers") == null ? config.without("exclude_layers") : config);
  }
}
