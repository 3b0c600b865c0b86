package org.keras4j.activations;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Configurable;
import org.keras4j.config.Registry;
import org.keras4j.tensor.Tensor;

/// What a layer applies to its result: one of the constants of [Activations], a layer such as
/// `LeakyReLU`, or any function of a tensor.
///
/// A bare lambda works, but a layer that has one cannot be saved until the function is registered
/// with [Registry#registerFunction].
///
/// @see <a href="https://keras.io/api/layers/activations/">Activations</a>
@FunctionalInterface
public interface ActivationFunction extends UnaryOperator<Tensor> {
  /// How activations are written: Keras's own as their name, others as a config.
  Codec<ActivationFunction> CODEC =
      Codec.of(ActivationFunction::encode, ActivationFunction::decode);

  /// The function's value.
  @Override
  Tensor apply(Tensor x);

  /// The activation of a name such as `relu`.
  ///
  /// @throws IllegalArgumentException if there is none
  static ActivationFunction get(String name) {
    return Optional.ofNullable(Activations.BY_NAME.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Could not interpret activation function identifier: " + name));
  }

  private static @Nullable Object encode(ActivationFunction function) {
    if (function instanceof Activations.Named named) {
      return named.name();
    }
    if (function instanceof Configurable configurable) {
      return Registry.serialize(configurable);
    }
    String name =
        Registry.functionName(function)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "An activation that is a bare lambda cannot be saved. Register it by name with Registry.registerFunction, or use a constant of Activations."));
    return Config.of("module", "builtins")
        .with("class_name", "function")
        .with("config", name)
        .with("registered_name", name);
  }

  private static ActivationFunction decode(@Nullable Object value) {
    return switch (value) {
      case null -> Activations.LINEAR;
      case String name -> get(name);
      case ActivationFunction function -> function;
      case Map<?, ?> map when Registry.deserialize(map) instanceof ActivationFunction found ->
          found;
      default ->
          throw new IllegalArgumentException(
              "Could not interpret activation function identifier. Received: activation=" + value);
    };
  }
}
