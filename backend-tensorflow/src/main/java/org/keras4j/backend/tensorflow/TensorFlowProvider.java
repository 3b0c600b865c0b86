package org.keras4j.backend.tensorflow;

import java.util.Optional;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.tensorflow.c.TensorFlowLibrary;

/// Offers TensorFlow under the name `tensorflow`, usable where its library is.
public final class TensorFlowProvider implements BackendProvider {
  /// For the service loader.
  public TensorFlowProvider() {}

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public int priority() {
    return 9;
  }

  @Override
  public Optional<String> unusableBecause() {
    return TensorFlowLibrary.unusableBecause();
  }

  @Override
  public Backend create() {
    return new TensorFlowBackend();
  }
}
