package org.keras4j.config;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.keras4j.tensor.TensorType;

/// How much memory weights may take while a model is made from a file: a file of a few bytes must
/// not describe a layer of a terabyte.
public final class WeightBudget {
  private static final ScopedValue<AtomicLong> LEFT = ScopedValue.newInstance();

  private WeightBudget() {}

  /// Runs `body`, in which weights may take so many bytes.
  public static <T> T within(long bytes, Supplier<T> body) {
    return ScopedValue.where(LEFT, new AtomicLong(bytes)).call(body::get);
  }

  /// Whether weights are made for values that a file holds, so that it does not matter how they
  /// begin.
  public static boolean isLimited() {
    return LEFT.isBound();
  }

  /// Takes the bytes of a weight from the budget in force, if any.
  ///
  /// @throws IllegalArgumentException if it does not last
  public static void take(String weight, TensorType type) {
    if (LEFT.isBound()) {
      long bytes = bytes(type);
      if (bytes < 0 || LEFT.get().addAndGet(-bytes) < 0) {
        throw new IllegalArgumentException(
            "The file describes far larger weights than it holds, and is refused. Received: weight %s of %s"
                .formatted(weight, type));
      }
    }
  }

  /// The size of a tensor, or -1 if it is beyond counting.
  private static long bytes(TensorType type) {
    long bytes = Math.max(1, type.dtype().bytes());
    for (int size : type.shape().dims()) {
      bytes = Math.multiplyHigh(bytes, size) == 0 ? bytes * size : -1;
      if (bytes < 0) {
        return -1;
      }
    }
    return bytes;
  }
}
