package org.keras4j.saving;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.keras4j.config.Config;

/// How a model is loaded: the keywords of Keras's `load_model`.
///
/// {@snippet :
/// Model.load(path, o -> o.compile(false).customObject("Linear", Linear::fromConfig));
/// }
public final class LoadOptions {
  private final Map<String, Function<Config, ?>> customObjects = new HashMap<>();
  private boolean compile = true;

  LoadOptions() {}

  /// Sets whether the model is compiled as it was when saved (true at first).
  public LoadOptions compile(boolean value) {
    compile = value;
    return this;
  }

  /// Makes a class known by the name it has in the file, for this call alone.
  ///
  /// @param make gives an object from its settings
  public LoadOptions customObject(String name, Function<Config, ?> make) {
    customObjects.put(name, make);
    return this;
  }

  /// Makes classes known by their names in the file, for this call alone.
  public LoadOptions customObjects(Map<String, ? extends Function<Config, ?>> objects) {
    customObjects.putAll(objects);
    return this;
  }

  boolean compile() {
    return compile;
  }

  Map<String, Function<Config, ?>> customObjects() {
    return customObjects;
  }
}
