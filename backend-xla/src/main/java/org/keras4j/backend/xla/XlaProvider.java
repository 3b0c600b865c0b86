package org.keras4j.backend.xla;

import java.util.Optional;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.stablehlo.StableHloBackend;
import org.keras4j.tensorflow.c.TensorFlowLibrary;

/// Makes the engine `xla` known.
public final class XlaProvider implements BackendProvider {
  /// For the service loader.
  public XlaProvider() {}

  @Override
  public String name() {
    return "xla";
  }

  @Override
  public int priority() {
    return 8;
  }

  @Override
  public Optional<String> unusableBecause() {
    return TensorFlowLibrary.unusableBecause();
  }

  @Override
  public Backend create() {
    return new StableHloBackend(name(), CodeSpace::new);
  }
}
