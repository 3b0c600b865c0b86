package org.keras4j.models;

import org.keras4j.config.Registry;
import org.keras4j.saving.Saving;

/// Functions over models: reading them from JSON, and copying them.
///
/// @see <a href="https://keras.io/api/models/">Models API</a>
public final class Models {
  private Models() {}

  /// The model a JSON text describes, with fresh weights.
  ///
  /// @throws IllegalArgumentException if the text does not describe a model, or names a class that
  ///   is not known
  public static Model fromJson(String json) {
    Object found = Saving.fromJson(json);
    if (found instanceof Model model) {
      return model;
    }
    throw new IllegalArgumentException("Expected the JSON of a model. Received: JSON of " + found);
  }

  /// A model of new layers with the same settings: same structure, fresh weights.
  ///
  /// @throws IllegalArgumentException if a class in it is not known
  public static Model cloneModel(Model model) {
    Object copy =
        Registry.deserialize(
            Registry.serialize(model).without("build_config", "compile_config").toMap());
    return (Model) java.util.Objects.requireNonNull(copy);
  }
}
