package org.keras4j.layers;

import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.GlorotUniform;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

/// Depthwise convolutions followed by pointwise ones.
///
/// @param <SELF> the class itself
public abstract class BaseSeparableConv<SELF extends BaseSeparableConv<SELF>>
    extends WindowLayer<SELF> {
  private final Arg<Integer> depthMultiplier =
      arg("depth_multiplier", Codec.INT, () -> 1).check(n -> n > 0, "a positive integer");
  private final Arg<Integer> filters =
      required("filters", Codec.INT).check(n -> n > 0, "a positive integer");
  private final Arg<Initializer> pointwiseInitializer =
      arg("pointwise_initializer", Initializer.FAMILY, GlorotUniform::new);
  private final Arg<Optional<Regularizer>> pointwiseRegularizer =
      optional("pointwise_regularizer", Regularizer.FAMILY);
  private final Arg<Optional<Constraint>> pointwiseConstraint =
      optional("pointwise_constraint", Constraint.FAMILY);
  private @Nullable Variable depthwise;
  private @Nullable Variable pointwise;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseSeparableConv(int rank) {
    super(rank, "depthwise", false);
  }

  @SuppressWarnings("this-escape") // keywords are set while constructing
  BaseSeparableConv(int rank, int filters, int... size) {
    this(rank);
    set(this.filters, filters);
    set(kernelSize, Sizes.of(rank, size));
  }

  /// Sets how many results each channel has between the two convolutions (1 at first).
  public SELF depthMultiplier(int value) {
    return with(depthMultiplier, value);
  }

  /// Sets how the pointwise kernel begins (`glorot_uniform` at first).
  public SELF pointwiseInitializer(Initializer value) {
    return with(pointwiseInitializer, value);
  }

  /// Sets a penalty on the pointwise kernel.
  public SELF pointwiseRegularizer(Regularizer value) {
    return with(pointwiseRegularizer, Optional.of(value));
  }

  /// Sets a condition on the pointwise kernel.
  public SELF pointwiseConstraint(Constraint value) {
    return with(pointwiseConstraint, Optional.of(value));
  }

  @Override
  protected void build(Shape input) {
    int channels = channels(input);
    depthwise = addKernel("depthwise_kernel", kernelShape(channels, depthMultiplier.get()));
    Shape points =
        Shape.of(Collections.nCopies(spatialRank, 1))
            .concat(Shape.of(channels * depthMultiplier.get(), filters.get()));
    pointwise =
        addWeight(
            "pointwise_kernel",
            points,
            pointwiseInitializer.get(),
            w -> w.regularizer(pointwiseRegularizer.get()).constraint(pointwiseConstraint.get()));
    addBias(filters.get());
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor y =
        Ops.separableConv(
            x,
            built(depthwise),
            built(pointwise),
            c ->
                c.strides(Sizes.array(strides.get()))
                    .padding(padding.get())
                    .dilationRate(Sizes.array(dilationRate.get()))
                    .dataFormat(dataFormat.get()));
    return finish(y);
  }
}
