package org.keras4j.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.runtime.Backends;
import picocli.CommandLine.Option;

/// Which engine computes.
final class EngineOption {
  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "The engine to compute with (default: what KERAS_BACKEND or else Keras's configuration says, or the best there is).")
  private Optional<String> engine = Optional.empty();

  /// The engine that was asked for.
  Optional<String> name() {
    return engine;
  }

  <T> T during(Supplier<T> body) {
    return engine.map(name -> Backends.with(Backends.named(name), body)).orElseGet(body);
  }
}
