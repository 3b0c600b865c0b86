package org.keras4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Config;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tree;

/// Structures of shapes in configs.
final class LayerConfigs {
  private LayerConfigs() {}

  /// One shape, or lists and maps of shapes.
  static Tree<Shape> shapes(@Nullable Object value) {
    if (Config.isShape(value)) {
      return Tree.leaf(Config.toShape(value));
    }
    return switch (value) {
      case List<?> list -> new Tree.Sequence<>(list.stream().map(LayerConfigs::shapes).toList());
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, Tree<Shape>>();
        map.forEach((k, v) -> out.put((String) k, shapes(v)));
        yield new Tree.Mapping<>(out);
      }
      case null, default ->
          throw new IllegalArgumentException(
              "Expected a shape, or lists and maps of shapes. Received: " + value);
    };
  }
}
