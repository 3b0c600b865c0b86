package org.keras4j.symbolic;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Names given automatically, as Keras gives them: `dense`, `dense_1`, `dense_2`, counted over the
/// whole process.
///
/// @see <a href="https://keras.io/api/utils/config_utils/">keras.utils.clear_session</a>
public final class Names {
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  private Names() {}

  /// The next free name with a prefix.
  public static String auto(String prefix) {
    int n = COUNTS.computeIfAbsent(prefix, _ -> new AtomicInteger()).getAndIncrement();
    return n == 0 ? prefix : prefix + "_" + n;
  }

  /// Takes a name back that was given last for its prefix and is not used after all.
  public static void release(String prefix, String name) {
    COUNTS.computeIfPresent(
        prefix,
        (_, count) -> {
          int last = count.get() - 1;
          if (name.equals(last == 0 ? prefix : prefix + "_" + last)) {
            count.decrementAndGet();
          }
          return count;
        });
  }

  /// `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`, `LSTM` as `lstm`.
  public static String snakeCase(String className) {
    String name = className.replaceAll("\\W+", "");
    name = name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2");
    name = name.replaceAll("([a-z])([A-Z])", "$1_$2");
    return name.toLowerCase(Locale.ROOT);
  }

  /// Begins counting anew.
  public static void reset() {
    COUNTS.clear();
  }
}
