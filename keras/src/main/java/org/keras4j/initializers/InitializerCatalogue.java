package org.keras4j.initializers;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of initializers.
public final class InitializerCatalogue implements Catalogue {
  /// For the service loader.
  public InitializerCatalogue() {}

  @Override
  public List<Entry> entries() {
    var family = Initializer.FAMILY;
    return List.of(
        family.entry("Constant", Constant.class, Constant::fromConfig),
        family.entry("Identity", Identity.class, Identity::fromConfig, "IdentityInitializer"),
        family.entry("Ones", Ones.class, Ones::fromConfig, "one"),
        family.entry("Zeros", Zeros.class, Zeros::fromConfig, "zero"),
        family.entry("GlorotNormal", GlorotNormal.class, GlorotNormal::fromConfig),
        family.entry("GlorotUniform", GlorotUniform.class, GlorotUniform::fromConfig),
        family.entry("HeNormal", HeNormal.class, HeNormal::fromConfig),
        family.entry("HeUniform", HeUniform.class, HeUniform::fromConfig),
        family.entry("LecunNormal", LecunNormal.class, LecunNormal::fromConfig),
        family.entry("LecunUniform", LecunUniform.class, LecunUniform::fromConfig),
        family.entry(
            "Orthogonal", Orthogonal.class, Orthogonal::fromConfig, "OrthogonalInitializer"),
        family.entry("RandomNormal", RandomNormal.class, RandomNormal::fromConfig, "normal"),
        family.entry("RandomUniform", RandomUniform.class, RandomUniform::fromConfig, "uniform"),
        family.entry("STFT", STFT.class, STFT::fromConfig, "STFTInitializer"),
        family.entry("TruncatedNormal", TruncatedNormal.class, TruncatedNormal::fromConfig),
        family.entry("VarianceScaling", VarianceScaling.class, VarianceScaling::fromConfig));
  }
}
