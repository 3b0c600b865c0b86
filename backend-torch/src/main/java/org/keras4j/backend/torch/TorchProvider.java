package org.keras4j.backend.torch;

import java.util.Optional;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;

/// Offers the engine on PyTorch's tensor library under the name `torch`.
public final class TorchProvider implements BackendProvider {
  /// For the service loader.
  public TorchProvider() {}

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Optional<String> unusableBecause() {
    return Natives.failure();
  }

  @Override
  public Backend create() {
    return new TorchBackend();
  }
}
