package org.keras4j.backend.java;

import java.util.Optional;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;

/// Offers the embedded engine under the name `java`. It is always usable.
public final class JavaProvider implements BackendProvider {
  /// For the service loader.
  public JavaProvider() {}

  @Override
  public String name() {
    return "java";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<String> unusableBecause() {
    return Optional.empty();
  }

  @Override
  public Backend create() {
    return new JavaBackend();
  }
}
