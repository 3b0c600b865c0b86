package org.keras4j.tck;

import org.keras4j.runtime.BackendProvider;
import org.keras4j.runtime.Backends;

/// Prints why an engine cannot be used.
final class WhyUnusable {
  private WhyUnusable() {}

  /// Does it.
  ///
  /// @param arguments the engine's name
  public static void main(String... arguments) {
    for (BackendProvider provider : Backends.providers()) {
      if (provider.name().equals(arguments[0])) {
        System.out.println(
            provider.unusableBecause().map(why -> "not usable: " + why).orElse("usable"));
      }
    }
  }
}
