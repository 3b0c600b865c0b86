package org.keras4j.dtypepolicies;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of dtype policies.
public final class DTypePolicyCatalogue implements Catalogue {
  private static final String MODULE = "keras.dtype_policies";

  /// For the service loader.
  public DTypePolicyCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of("keras", "DTypePolicy", DTypePolicy.class, c -> new DTypePolicy(c.string("name")))
            .aliases(
                "keras.dtype_policies.DTypePolicy",
                "keras.mixed_precision.DTypePolicy",
                "keras.mixed_precision.Policy",
                "keras.FloatDTypePolicy",
                "keras.dtype_policies.FloatDTypePolicy"),
        Entry.of(
            MODULE,
            "QuantizedDTypePolicy",
            QuantizedDTypePolicy.class,
            QuantizedDTypePolicy::fromConfig),
        Entry.of(MODULE, "Int4DTypePolicy", Int4DTypePolicy.class, Int4DTypePolicy::fromConfig),
        Entry.of(
            MODULE,
            "QuantizedFloat8DTypePolicy",
            QuantizedFloat8DTypePolicy.class,
            QuantizedFloat8DTypePolicy::fromConfig));
  }
}
