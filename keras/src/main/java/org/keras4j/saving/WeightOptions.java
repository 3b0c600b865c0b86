package org.keras4j.saving;

import java.util.OptionalDouble;

/// How weights are saved and loaded: the keywords of Keras's `save_weights` and `load_weights`.
///
/// {@snippet :
/// model.saveWeights(Path.of("model.weights.json"), o -> o.maxShardSize(2));
/// model.loadWeights(Path.of("model.weights.h5"), o -> o.skipMismatch(true));
/// }
public final class WeightOptions {
  private static final double GIGABYTE = 1024.0 * 1024 * 1024;

  private OptionalDouble maxShardBytes = OptionalDouble.empty();
  private boolean skipMismatch;
  private boolean byName;

  WeightOptions() {}

  /// Spreads what is saved over files of at most so many GiB; the path is that of their index and
  /// ends in `.weights.json`.
  ///
  /// @throws IllegalArgumentException unless it is more than 0
  public WeightOptions maxShardSize(double gigabytes) {
    if (!(gigabytes > 0)) {
      throw new IllegalArgumentException(
          "Expected a size above 0. Received: max_shard_size=" + gigabytes);
    }
    maxShardBytes = OptionalDouble.of(gigabytes * GIGABYTE);
    return this;
  }

  /// Sets whether weights that do not fit are left alone, with a warning (false at first).
  public WeightOptions skipMismatch(boolean value) {
    skipMismatch = value;
    return this;
  }

  /// Sets whether weights of legacy `.h5` files go to the layers of the same names instead of the
  /// layers in order (false at first).
  public WeightOptions byName(boolean value) {
    byName = value;
    return this;
  }

  OptionalDouble maxShardBytes() {
    return maxShardBytes;
  }

  boolean skipMismatch() {
    return skipMismatch;
  }

  boolean byName() {
    return byName;
  }
}
