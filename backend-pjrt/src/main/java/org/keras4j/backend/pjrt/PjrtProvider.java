package org.keras4j.backend.pjrt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.foreign.UnusableLibraryException;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.BackendProvider;
import org.keras4j.stablehlo.StableHloBackend;

/// Offers XLA by a plugin under the name `pjrt`, where the user names one by `KERAS4J_PJRT_PLUGIN`.
public final class PjrtProvider implements BackendProvider {
  /// For the service loader.
  public PjrtProvider() {}

  /// Loads at the first use, once: a plugin cannot be unloaded.
  private static final class Loading {
    static final @Nullable Client CLIENT;
    static final Optional<String> REFUSAL;

    static {
      Client client = null;
      String refusal = null;
      try {
        client = Client.of(Plugin.load());
      } catch (UnusableLibraryException e) {
        refusal = e.getMessage();
      }
      CLIENT = client;
      REFUSAL = Optional.ofNullable(refusal);
    }
  }

  @Override
  public String name() {
    return "pjrt";
  }

  /// Whoever names a plugin wants it used.
  @Override
  public int priority() {
    return 11;
  }

  @Override
  public Optional<String> unusableBecause() {
    return Loading.REFUSAL;
  }

  @Override
  public Backend create() {
    var client = Loading.CLIENT;
    if (client == null) {
      throw new UnusableLibraryException(Loading.REFUSAL.orElse("no plugin"));
    }
    return new StableHloBackend(name(), () -> client);
  }
}
