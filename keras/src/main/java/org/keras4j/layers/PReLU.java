package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Rectified linear unit whose slope below 0 is learned.
///
/// - Input: `(batch, ...)`
/// - Output: the same shape
/// - Weights: `alpha`, of the shape of one row; 1 along shared axes
///
/// {@snippet :
/// new PReLU().sharedAxes(1, 2).apply(images);
/// }
///
/// @see <a href="https://keras.io/api/layers/activation_layers/prelu/">PReLU</a>
public final class PReLU extends BuiltIn<PReLU> {
  private static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes,
          value ->
              value instanceof Number
                  ? List.of(Codec.INT.decode(value))
                  : Codec.INTS.decode(value));

  private final Arg<Initializer> alphaInitializer =
      arg("alpha_initializer", Initializer.FAMILY, Zeros::new);
  private final Arg<Optional<Regularizer>> alphaRegularizer =
      optional("alpha_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Constraint>> alphaConstraint =
      optional("alpha_constraint", Constraint.FAMILY);
  private final Arg<Optional<List<Integer>>> sharedAxes = optional("shared_axes", AXES);
  private @Nullable Variable alpha;

  /// A layer with a slope for each value of a row.
  public PReLU() {}

  /// Sets how the slopes begin (`zeros` at first).
  public PReLU alphaInitializer(Initializer value) {
    return with(alphaInitializer, value);
  }

  /// Sets a penalty on the slopes.
  public PReLU alphaRegularizer(Regularizer value) {
    return with(alphaRegularizer, Optional.of(value));
  }

  /// Sets a condition on the slopes.
  public PReLU alphaConstraint(Constraint value) {
    return with(alphaConstraint, Optional.of(value));
  }

  /// Sets the axes along which a slope is shared; the batch is axis 0.
  public PReLU sharedAxes(int... axes) {
    return with(sharedAxes, Optional.of(IntStream.of(axes).boxed().toList()));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    var shared = sharedAxes.get().orElse(List.of());
    Shape shape = input.slice(1, input.rank());
    var spec = InputSpec.rank(input.rank());
    for (int axis = 1; axis < input.rank(); axis++) {
      if (shared.contains(axis)) {
        shape = shape.with(axis - 1, 1);
      } else if (!shared.isEmpty()) {
        spec = spec.axis(axis, input.dim(axis));
      }
    }
    alpha =
        addWeight(
            "alpha",
            shape,
            alphaInitializer.get(),
            w -> w.regularizer(alphaRegularizer.get()).constraint(alphaConstraint.get()));
    inputSpec(spec);
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor below = Ops.multiply(Ops.negative(built(alpha)), Ops.relu(Ops.negative(x)));
    return Ops.add(Ops.relu(x), below);
  }
}
