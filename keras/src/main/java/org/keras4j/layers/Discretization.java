package org.keras4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.KerasConfig;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Sorts numbers into bins, and gives the number of the bin.
///
/// - Input: any shape
/// - Output: the same shape, int32; with an `outputMode`, vectors of as many numbers as there are
///   bins, as [CategoryEncoding] gives them
///
/// The boundaries are given, or found by [#adapt] so that bins hold about the same number of
/// values.
///
/// {@snippet :
/// new Discretization(0.0, 1.0, 2.0).apply(x);   // bins below 0, from 0 to 1, from 1 to 2, above
/// }
///
/// @see <a
///   href="https://keras.io/api/layers/preprocessing_layers/numerical/discretization/">Discretization</a>
public final class Discretization extends BuiltIn<Discretization> {
  private final Arg<Optional<List<Double>>> givenBoundaries =
      optional("bin_boundaries", Codec.list(Codec.DOUBLE));
  private final Arg<Optional<Integer>> numBins =
      this.<Integer>optional("num_bins", Codec.INT)
          .check(n -> n.isEmpty() || n.get() >= 0, "an integer of at least 0");
  private final Arg<Double> epsilon = arg("epsilon", 0.01);
  private final Arg<CategoricalEncoding> outputMode =
      arg("output_mode", CategoricalEncoding.codec(), () -> CategoricalEncoding.INT);
  private Optional<List<Double>> adapted = Optional.empty();

  Discretization() {
    arg("sparse", Codec.BOOL, () -> false).check(s -> !s, "False: there are no sparse tensors");
  }

  /// A layer with boundaries in increasing order.
  public Discretization(double... binBoundaries) {
    this();
    set(givenBoundaries, Optional.of(Arrays.stream(binBoundaries).boxed().toList()));
  }

  /// A layer of a number of bins, whose boundaries [#adapt] finds.
  public static Discretization ofBins(int numBins) {
    var layer = new Discretization();
    return layer.with(layer.numBins, Optional.of(numBins));
  }

  /// A layer as its config describes it: one that was saved may have adapted boundaries.
  static Discretization fromConfig(Config config) {
    boolean saved = config.has("name") && config.get("num_bins") != null;
    var layer = new Discretization().configured(saved ? config.without("bin_boundaries") : config);
    if (saved) {
      layer.adapted = config.find("bin_boundaries").map(Codec.list(Codec.DOUBLE)::decode);
    }
    return layer;
  }

  /// Sets how far the share of values below a boundary may be from the one aimed at (0.01 at
  /// first).
  public Discretization epsilon(double value) {
    return with(epsilon, value);
  }

  /// Sets the form by Keras's name: `int` (at first), `one_hot`, `multi_hot` or `count`.
  public Discretization outputMode(String value) {
    return read(outputMode, value);
  }

  /// The boundaries, given or adapted.
  public Optional<List<Double>> binBoundaries() {
    return givenBoundaries.get().or(() -> adapted);
  }

  @Override
  protected void checkKeywords() {
    if (givenBoundaries.get().isPresent() == numBins.get().isPresent()) {
      throw new IllegalArgumentException(
          "Either `num_bins` or `bin_boundaries` must be set, not both. Received: num_bins=%s, bin_boundaries=%s"
              .formatted(numBins.get().orElse(null), givenBoundaries.get().orElse(null)));
    }
  }

  @Override
  protected DType inputDType() {
    return KerasConfig.floatx();
  }

  /// Finds boundaries for a tensor's values.
  ///
  /// @throws IllegalStateException if boundaries are given
  public void adapt(Tensor data) {
    adapt(List.of(data));
  }

  /// Finds boundaries for the values of batches.
  ///
  /// @throws IllegalStateException if boundaries are given
  public void adapt(Iterable<? extends Tensor> batches) {
    int bins =
        numBins
            .get()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Layer '%s' was given `bin_boundaries`; to adapt, give it `num_bins`."
                            .formatted(name())));
    var summary = Quantiles.EMPTY;
    for (Tensor batch : batches) {
      Array values = Ops.convertToNumpy(Ops.cast(batch, DType.FLOAT32));
      summary = Quantiles.of(values.toFloats(), epsilon.get()).merge(summary, epsilon.get());
    }
    adapted = Optional.of(summary.boundaries(bins));
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    double[] boundaries =
        binBoundaries()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Give `bin_boundaries` to layer '%s', or call `adapt` before it is used."
                            .formatted(name())))
            .stream()
            .mapToDouble(b -> b)
            .toArray();
    var type = new TensorType(inputDType(), Shape.of(boundaries.length));
    Tensor bins = Ops.digitize(x, Array.ofDoubles(type, boundaries));
    DType dtype = outputMode.get() == CategoricalEncoding.INT ? DType.INT32 : computeDType();
    return outputMode.get().encode(bins, boundaries.length + 1, dtype, Optional.empty());
  }

  /// Files of older versions keep a summary of the data.
  @Override
  public boolean needsState() {
    return false;
  }

  @Override
  public Config getConfig() {
    return super.getConfig()
        .without("trainable")
        .with("dtype", variableDType())
        .with("bin_boundaries", binBoundaries());
  }
}
