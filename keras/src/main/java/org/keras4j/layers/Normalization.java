package org.keras4j.layers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.KerasConfig;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Axes;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Brings features to mean 0 and variance 1, by the mean and variance of data seen before
/// ([#adapt]) or given.
///
/// - Input: any shape
/// - Output: the same shape, in the layer's dtype
/// - Weights: `mean` and `variance` of the sizes of the axes, and `count ()`; none if mean and
///   variance are given
///
/// {@snippet :
/// var normalization = new Normalization();
/// normalization.adapt(x);
/// Tensor y = normalization.apply(x);
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/numerical/normalization/">Normalization</a>
public final class Normalization extends BuiltIn<Normalization> {
  private static final Codec<List<Integer>> AXES =
      Codec.of(
          axes -> axes,
          value ->
              switch (value) {
                case null -> List.of();
                case Number n -> List.of(Codec.INT.decode(n));
                default -> Codec.INTS.decode(value);
              });

  private final Arg<List<Integer>> axis = arg("axis", AXES, () -> List.of(-1));
  private final Arg<Optional<Array>> mean = optional("mean", Codec.NUMBERS);
  private final Arg<Optional<Array>> variance = optional("variance", Codec.NUMBERS);
  private final Arg<Boolean> invert = arg("invert", false);
  private Shape input = Shape.SCALAR;
  private List<Integer> kept = List.of();
  private @Nullable Variable adaptedMean;
  private @Nullable Variable adaptedVariance;

  /// A layer with a mean and variance for each size of the last axis.
  public Normalization() {}

  /// Sets the axes that have a mean and variance for each size; none for one of all values.
  public Normalization axis(int... axes) {
    return with(axis, IntStream.of(axes).boxed().toList());
  }

  /// Sets the mean, a number or one for each size of the axes; needs [#variance] too.
  public Normalization mean(double... values) {
    return with(mean, Optional.of(array(values)));
  }

  /// Sets the variance, a number or one for each size of the axes; needs [#mean] too.
  public Normalization variance(double... values) {
    return with(variance, Optional.of(array(values)));
  }

  private static Array array(double... values) {
    return Array.ofDoubles(
        new TensorType(DType.FLOAT64, values.length == 1 ? Shape.SCALAR : Shape.of(values.length)),
        values);
  }

  /// Sets whether the layer goes back from normalized values (false at first).
  public Normalization invert(boolean value) {
    return with(invert, value);
  }

  @Override
  protected void checkKeywords() {
    var both = mean.get().isPresent() == variance.get().isPresent();
    var shape = mean.get().map(Array::shape);
    if (!both || !shape.equals(variance.get().map(Array::shape))) {
      throw new IllegalArgumentException(
          "Both `mean` and `variance` must be set, of the same shape, or neither. Received: mean=%s, variance=%s"
              .formatted(mean.get().orElse(null), variance.get().orElse(null)));
    }
    if (shape.isPresent() && shape.get().rank() > axis.get().size()) {
      throw new IllegalArgumentException(
          "`mean` must have at most as many axes as `axis`. Received: mean.shape=%s, axis=%s"
              .formatted(shape.get(), axis.get()));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    int rank = input.rank();
    if (axis.get().stream().anyMatch(a -> a < -rank || a >= rank)) {
      throw new IllegalArgumentException(
          "All `axis` values must be in the range [-%d, %d) for inputs of %d axes in layer '%s'. Received: axis=%s"
              .formatted(rank, rank, rank, name(), axis.get()));
    }
    this.input = input;
    kept = axis.get().stream().map(a -> a < 0 ? a + rank : a).sorted().toList();
    Shape shape = Shape.of(kept.stream().map(input::dim).toList());
    if (!shape.isKnown()) {
      throw new IllegalArgumentException(
          "All axes to be kept must have a known size in layer '%s'. Received: axis=%s, inputs.shape=%s"
              .formatted(name(), axis.get(), input));
    }
    if (mean.get().isEmpty()) {
      adaptedMean = addWeight("mean", shape, new Zeros(), w -> w.trainable(false));
      adaptedVariance = addWeight("variance", shape, new Ones(), w -> w.trainable(false));
      addWeight("count", Shape.SCALAR, new Zeros(), w -> w.trainable(false).dtype(DType.INT32));
    }
  }

  /// Takes mean and variance from a tensor.
  ///
  /// @throws IllegalStateException if they are given as keywords
  /// @throws IllegalArgumentException if the layer was built for other sizes
  public void adapt(Tensor data) {
    adapt(List.of(data));
  }

  /// Takes mean and variance from batches, each weighted by its size.
  ///
  /// @throws IllegalStateException if they are given as keywords
  /// @throws IllegalArgumentException if there is no batch, or one of other sizes than those the
  ///   layer was built for
  public void adapt(Iterable<? extends Tensor> batches) {
    if (mean.get().isPresent()) {
      throw new IllegalStateException(
          "Layer '%s' was given `mean` and `variance`; it cannot be adapted.".formatted(name()));
    }
    Iterator<? extends Tensor> rest = batches.iterator();
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(
          "Layer '%s' needs at least one batch to adapt to. Received: none".formatted(name()));
    }
    Tensor first = rest.next();
    buildFrom(first.shape());
    var total = new Moments(this, first);
    while (rest.hasNext()) {
      total.add(new Moments(this, rest.next()));
    }
    built(adaptedMean).assign(Ops.cast(total.mean, variableDType()));
    built(adaptedVariance).assign(Ops.cast(total.variance, variableDType()));
  }

  /// Mean and variance of the data seen so far.
  private static final class Moments {
    private double count;
    private Tensor mean;
    private Tensor variance;

    Moments(Normalization layer, Tensor batch) {
      layer.requireSizes(batch.shape());
      Tensor x = batch.dtype().isFloat() ? batch : Ops.cast(batch, KerasConfig.floatx());
      var reduced = new ArrayList<Integer>();
      count = 1;
      for (int i = 0; i < x.rank(); i++) {
        if (!layer.kept.contains(i)) {
          reduced.add(i);
          count *= x.shape().dim(i);
        }
      }
      mean = reduced.isEmpty() ? x : Ops.mean(x, Axes.of(reduced));
      variance = reduced.isEmpty() ? Ops.zerosLike(x) : Ops.var(x, Axes.of(reduced));
    }

    /// Adds data: the variance is that within both and that between them.
    void add(Moments other) {
      count += other.count;
      double weight = other.count / count;
      Tensor combined = Ops.add(Ops.multiply(mean, 1 - weight), Ops.multiply(other.mean, weight));
      variance =
          Ops.add(
              Ops.multiply(around(combined), 1 - weight),
              Ops.multiply(other.around(combined), weight));
      mean = combined;
    }

    private Tensor around(Tensor center) {
      return Ops.add(variance, Ops.square(Ops.subtract(mean, center)));
    }
  }

  private void requireSizes(Shape data) {
    boolean same = data.rank() == input.rank();
    for (int axis : kept) {
      same = same && data.dim(axis) == input.dim(axis);
    }
    if (!same) {
      throw new IllegalArgumentException(
          "Layer '%s' was built for inputs of shape %s. Received: data.shape=%s"
              .formatted(name(), input, data));
    }
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    Tensor values = Ops.cast(x, computeDType());
    Tensor center = aligned(mean.get(), adaptedMean);
    Tensor spread =
        Ops.maximum(Ops.sqrt(aligned(variance.get(), adaptedVariance)), KerasConfig.epsilon());
    return invert.get()
        ? Ops.add(center, Ops.multiply(values, spread))
        : Ops.divide(Ops.subtract(values, center), spread);
  }

  /// What was given or adapted to, of the input's rank.
  private Tensor aligned(Optional<Array> given, @Nullable Variable adapted) {
    int[] sizes = IntStream.range(0, input.rank()).map(_ -> 1).toArray();
    Tensor values = given.<Tensor>map(a -> a).orElseGet(() -> built(adapted));
    for (int i = 1; i <= values.rank(); i++) {
      sizes[kept.get(kept.size() - i)] = values.shape().dim(-i);
    }
    return Ops.cast(Ops.reshape(values, sizes), computeDType());
  }
}
