package org.keras4j.layers;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.config.Catalogue;

/// What the registry knows of the core layers.
public final class CoreLayerCatalogue implements Catalogue {
  /// For the service loader.
  public CoreLayerCatalogue() {}

  /// An entry for a layer that can be made without arguments and then takes its config.
  static <L extends BuiltIn<L>> Entry entry(
      String className, Class<L> type, Supplier<L> empty, String... aliases) {
    return Entry.of("keras.layers", className, type, c -> empty.get().configured(c))
        .aliases(aliases);
  }

  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of("keras.layers", "InputLayer", InputLayer.class, InputLayer::fromConfig),
        new Entry(
            "keras.layers",
            "InputLayer",
            Input.class,
            Optional.empty(),
            List.of(),
            InputLayer::fromConfig),
        entry("Dense", Dense.class, Dense::new),
        entry("Activation", Activation.class, Activation::new),
        entry("Flatten", Flatten.class, Flatten::new),
        entry("Dropout", Dropout.class, Dropout::new));
  }
}
