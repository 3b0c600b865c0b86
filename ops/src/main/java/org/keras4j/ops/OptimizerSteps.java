package org.keras4j.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Tensor;

/// The rules of optimizers that engines compute in one pass over the weights. Keras has no
/// functions for them: they are what its optimizers are made of here.
public final class OptimizerSteps {
  private OptimizerSteps() {}

  /// Weights and the two moments of their gradients, of one type.
  ///
  /// @param weights what is trained
  /// @param first the mean of the gradients
  /// @param second the mean of their squares
  public record Moments(Tensor weights, Tensor first, Tensor second) {}

  /// A step of Adam: both moments move towards the gradient and its square, by 1 less `beta1` and
  /// `beta2`; the weights move by `rate first / (sqrt(second) + epsilon)`.
  ///
  /// {@snippet :
  /// var next = OptimizerSteps.adam(new Moments(w, m, v), g, rate, 0.9, 0.999, 1e-7);
  /// }
  ///
  /// @param rate a scalar of the weights' dtype, the correction of the moments' bias included
  /// @throws IllegalArgumentException if types do not agree
  /// @see <a href="https://keras.io/api/optimizers/adam/">Adam</a>
  public static Moments adam(
      Moments now, Tensor gradient, Tensor rate, double beta1, double beta2, double epsilon) {
    var out =
        Lax.composite(
            "adam_update",
            Map.of("beta_1", beta1, "beta_2", beta2, "epsilon", epsilon),
            List.of(now.weights(), now.first(), now.second(), gradient, rate),
            in -> {
              Tensor g = in.get(3);
              Tensor first = towards(in.get(1), g, 1 - beta1);
              Tensor second = towards(in.get(2), Lax.mul(g, g), 1 - beta2);
              Tensor step = Lax.mul(first, OpsBase.expand(in.get(4), g.shape()));
              Tensor size = ActivationOps.plus(Lax.sqrt(second), epsilon);
              return List.of(Lax.sub(in.getFirst(), Lax.div(step, size)), first, second);
            },
            Optional.empty());
    return new Moments(out.get(0), out.get(1), out.get(2));
  }

  private static Tensor towards(Tensor x, Tensor goal, double share) {
    return Lax.add(x, ActivationOps.times(Lax.sub(goal, x), share));
  }
}
