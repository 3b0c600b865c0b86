package org.keras4j.reference;

import java.util.Optional;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;

/// Offers the reference engine under the name `reference`, after every other.
public final class ReferenceProvider implements BackendProvider {
  /// For the service loader.
  public ReferenceProvider() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int priority() {
    return Integer.MIN_VALUE;
  }

  @Override
  public Optional<String> unusableBecause() {
    return Optional.empty();
  }

  @Override
  public Backend create() {
    return new ReferenceBackend();
  }
}
