package org.keras4j.runtime;

import java.util.Optional;

/// How an engine is found: a service of this type, one per engine module.
public interface BackendProvider {
  /// The engine's name.
  String name();

  /// Among usable engines the highest is the default.
  int priority();

  /// Why the engine cannot be used here, with what to do about it; nothing if it can.
  Optional<String> unusableBecause();

  /// The engine. Called once.
  Backend create();
}
