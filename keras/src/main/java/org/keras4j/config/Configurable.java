package org.keras4j.config;

import java.util.Optional;

/// A Keras object that can be described by a [Config] and made again from it.
///
/// This is all that saving knows of an object. Which class a config belongs to is not its business:
/// the [Registry] keeps that.
public interface Configurable {
  /// The settings from which an equal object can be made.
  ///
  /// @throws IllegalStateException if a setting cannot be written down, such as a bare lambda
  Config getConfig();

  /// What the object's state was made for, such as the input shape of a layer, if it has been.
  default Optional<Config> getBuildConfig() {
    return Optional.empty();
  }

  /// Makes the state again as [#getBuildConfig()] describes it.
  default void buildFromConfig(Config config) {}

  /// How the object was compiled for training, if it was.
  default Optional<Config> getCompileConfig() {
    return Optional.empty();
  }

  /// Compiles as [#getCompileConfig()] describes it.
  default void compileFromConfig(Config config) {}
}
