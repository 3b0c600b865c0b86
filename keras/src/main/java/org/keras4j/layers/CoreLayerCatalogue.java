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
        Entry.of("keras.layers", "InputLayer", InputLayer.class, InputLayer::fromConfig)
            .aliases("Input"),
        new Entry(
            "keras.layers",
            "InputLayer",
            Input.class,
            Optional.empty(),
            List.of(),
            InputLayer::fromConfig),
        entry("Activation", Activation.class, Activation::new),
        entry("ActivityRegularization", ActivityRegularization.class, ActivityRegularization::new),
        entry("AlphaDropout", AlphaDropout.class, AlphaDropout::new),
        entry("BatchNormalization", BatchNormalization.class, BatchNormalization::new),
        entry("Dense", Dense.class, Dense::new),
        entry("Dropout", Dropout.class, Dropout::new),
        entry("ELU", ELU.class, ELU::new),
        entry("EinsumDense", EinsumDense.class, EinsumDense::new),
        entry("Embedding", Embedding.class, Embedding::new),
        entry("Flatten", Flatten.class, Flatten::new),
        entry("GaussianDropout", GaussianDropout.class, GaussianDropout::new),
        entry("GaussianNoise", GaussianNoise.class, GaussianNoise::new),
        entry("Identity", Identity.class, Identity::new),
        entry("LayerNormalization", LayerNormalization.class, LayerNormalization::new),
        entry("LeakyReLU", LeakyReLU.class, LeakyReLU::new),
        entry("Masking", Masking.class, Masking::new),
        entry("PReLU", PReLU.class, PReLU::new),
        entry("Permute", Permute.class, Permute::new),
        entry("ReLU", ReLU.class, ReLU::new),
        entry("RepeatVector", RepeatVector.class, RepeatVector::new),
        entry("Rescaling", Rescaling.class, Rescaling::new),
        entry("Reshape", Reshape.class, Reshape::new),
        entry("ReversibleEmbedding", ReversibleEmbedding.class, ReversibleEmbedding::new),
        entry("Softmax", Softmax.class, Softmax::new),
        entry("SpatialDropout1D", SpatialDropout1D.class, SpatialDropout1D::new),
        entry("SpatialDropout2D", SpatialDropout2D.class, SpatialDropout2D::new),
        entry("SpatialDropout3D", SpatialDropout3D.class, SpatialDropout3D::new));
  }
}
