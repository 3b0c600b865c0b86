package org.keras4j.losses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keras4j.config.Catalogue;
import org.keras4j.config.Config;

/// What the registry knows of losses: classes by their names, functions by theirs.
public final class LossCatalogue implements Catalogue {
  private static final String MODULE = "keras.losses";

  /// For the service loader.
  public LossCatalogue() {}

  @Override
  public List<Entry> entries() {
    var out = new ArrayList<Entry>();
    out.add(
        new Entry(
            "keras.src.losses.losses",
            "LossFunctionWrapper",
            LossFunctionWrapper.class,
            Optional.of("LossFunctionWrapper"),
            List.of(MODULE + ".LossFunctionWrapper"),
            LossFunctionWrapper::fromConfig));
    add(out, BinaryCrossentropy.class, BinaryCrossentropy::new);
    add(out, BinaryFocalCrossentropy.class, BinaryFocalCrossentropy::new);
    add(out, CTC.class, CTC::new);
    add(out, CategoricalCrossentropy.class, CategoricalCrossentropy::new);
    add(out, CategoricalFocalCrossentropy.class, CategoricalFocalCrossentropy::new);
    add(out, CategoricalGeneralizedCrossEntropy.class, CategoricalGeneralizedCrossEntropy::new);
    add(out, CategoricalHinge.class, CategoricalHinge::new);
    add(out, Circle.class, Circle::new);
    add(out, CosineSimilarity.class, CosineSimilarity::new);
    add(out, Dice.class, Dice::new);
    add(out, Hinge.class, Hinge::new);
    add(out, Huber.class, Huber::new);
    add(out, KLDivergence.class, KLDivergence::new);
    add(out, LogCosh.class, LogCosh::new);
    add(out, MeanAbsoluteError.class, MeanAbsoluteError::new);
    add(out, MeanAbsolutePercentageError.class, MeanAbsolutePercentageError::new);
    add(out, MeanSquaredError.class, MeanSquaredError::new);
    add(out, MeanSquaredLogarithmicError.class, MeanSquaredLogarithmicError::new);
    add(out, Poisson.class, Poisson::new);
    add(out, SparseCategoricalCrossentropy.class, SparseCategoricalCrossentropy::new);
    add(out, SquaredHinge.class, SquaredHinge::new);
    add(out, Tversky.class, Tversky::new);
    LossFunctions.all().keySet().forEach(name -> out.add(function(name, name)));
    LossFunctions.ALIASES.forEach((alias, name) -> out.add(function(alias, name)));
    return out;
  }

  private static <L extends FunctionLoss<L>> void add(
      List<Entry> out, Class<L> type, Supplier<L> make) {
    out.add(Entry.of(MODULE, type.getSimpleName(), type, c -> make.get().configured(c)));
  }

  /// A name that stands for a function gives a loss made of it, named after it.
  private static Entry function(String identifier, String name) {
    return Entry.of(
        MODULE,
        identifier,
        LossFunctionWrapper.class,
        config ->
            LossFunctionWrapper.fromConfig(Config.of("name", name).with(config).with("fn", name)));
  }

  @Override
  public List<Named> functions() {
    return LossFunctions.all().entrySet().stream()
        .map(e -> new Named(MODULE, e.getKey(), e.getValue()))
        .toList();
  }
}
