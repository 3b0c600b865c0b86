package org.keras4j.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;

/// A drawn tensor as configs of functional models name it: the operation, which of its
/// applications, and which output.
public record TensorReference(Shape shape, DType dtype, String operation, int node, int tensor) {
  /// In the form of JSON.
  Map<String, @Nullable Object> toMap() {
    return Config.of("class_name", "__keras_tensor__")
        .with(
            "config",
            Config.of("shape", shape)
                .with("dtype", dtype)
                .with("keras_history", List.of(operation, node, tensor)))
        .toMap();
  }

  static TensorReference read(Config config) {
    var history = new ArrayList<@Nullable Object>(config.list("keras_history"));
    if (history.size() != 3
        || !(history.get(0) instanceof String operation)
        || !(history.get(1) instanceof Long node)
        || !(history.get(2) instanceof Long tensor)) {
      throw new IllegalArgumentException(
          "Expected `keras_history` to name an operation and two numbers. Received: keras_history="
              + history);
    }
    return new TensorReference(
        Config.toShape(config.get("shape")),
        DType.of(config.string("dtype")),
        operation,
        Math.toIntExact(node),
        Math.toIntExact(tensor));
  }
}
