package org.keras4j.ops;

import java.util.Map;
import java.util.Optional;

/// The optional arguments of {@link Ops#scan}.
///
/// {@snippet :
/// Ops.scan(step, init, Tree.sequence(List.of()), s -> s.length(10).reverse(true));
/// }
public final class ScanOptions {
  private Optional<Integer> length = Optional.empty();
  private boolean reverse;
  private int unroll = 1;

  ScanOptions() {}

  /// The number of steps, needed where there are no sequences.
  public ScanOptions length(int value) {
    length = Optional.of(value);
    return this;
  }

  /// Whether to begin at the end.
  public ScanOptions reverse(boolean value) {
    reverse = value;
    return this;
  }

  /// Accepted as Keras's: how many steps to compile as one; engines choose by themselves.
  ///
  /// @throws IllegalArgumentException if not positive
  public ScanOptions unroll(int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Expected a positive number of steps. Received: unroll=" + value);
    }
    unroll = value;
    return this;
  }

  Optional<Integer> length() {
    return length;
  }

  boolean reverse() {
    return reverse;
  }

  Map<String, Object> parameters() {
    return Map.of(
        "length",
        length.<Object>map(Integer::longValue).orElse(Optional.empty()),
        "reverse",
        reverse,
        "unroll",
        (long) unroll);
  }
}
