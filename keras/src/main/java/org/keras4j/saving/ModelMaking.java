package org.keras4j.saving;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Registry;
import org.keras4j.config.WeightBudget;

/// Makes an object from a configuration that came in a file: checked first, and within bounds.
final class ModelMaking {
  /// Weights may take this much whatever the size of the file: small models are never refused.
  private static final long FREE_BYTES = 64L << 20;

  /// And this many times what the file holds: it may be in a smaller dtype, and compressed.
  private static final long EXPANSION = 32;

  private ModelMaking() {}

  /// The object of a configuration.
  ///
  /// @param storedBytes the size of the weights in the file
  /// @throws RefusedFileException with all that is unknown or wrong in it
  static Object make(
      Map<String, @Nullable Object> config, String where, long storedBytes, LoadOptions options) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>(config);
    if (!options.compile()) {
      json.remove("compile_config");
    }
    return Registry.withCustomObjects(
        options.customObjects(),
        () -> {
          ConfigCheck.check(json, where);
          return WeightBudget.within(
              FREE_BYTES + EXPANSION * Math.min(storedBytes, Long.MAX_VALUE / EXPANSION / 2),
              () -> explained(json, where));
        });
  }

  /// The object of a configuration that comes alone, with weights as they begin.
  ///
  /// @throws RefusedFileException with all that is unknown or wrong in it
  static Object make(Map<String, @Nullable Object> config, String where) {
    ConfigCheck.check(config, where);
    return explained(config, where);
  }

  private static Object explained(Map<String, @Nullable Object> json, String where) {
    try {
      return made(json, where);
    } catch (RefusedFileException e) {
      throw e;
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | ClassCastException
        | IndexOutOfBoundsException
        | NoSuchElementException e) {
      throw new RefusedFileException(where, String.valueOf(e.getMessage()), e);
    }
  }

  private static Object made(Map<String, @Nullable Object> json, String where) {
    Object made = Registry.sharingObjects(() -> Registry.deserialize(json));
    if (made == null || made instanceof Map) {
      throw new RefusedFileException(
          where, "Expected the configuration of a model. Received: keys " + json.keySet());
    }
    return made;
  }
}
