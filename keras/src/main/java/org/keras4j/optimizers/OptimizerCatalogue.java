package org.keras4j.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.keras4j.config.Catalogue;
import org.keras4j.config.Config;

/// What the registry knows of optimizers.
public final class OptimizerCatalogue implements Catalogue {
  private static final String MODULE = "keras.optimizers";

  /// For the service loader.
  public OptimizerCatalogue() {}

  @Override
  public List<Entry> entries() {
    var out = new ArrayList<Entry>();
    out.addAll(
        List.of(
            entry("Adadelta", Adadelta.class, Adadelta::fromConfig),
            entry("Adafactor", Adafactor.class, Adafactor::fromConfig),
            entry("Adagrad", Adagrad.class, Adagrad::fromConfig),
            entry("Adam", Adam.class, Adam::fromConfig),
            entry("AdamW", AdamW.class, AdamW::fromConfig),
            entry("Adamax", Adamax.class, Adamax::fromConfig),
            entry("Ftrl", Ftrl.class, Ftrl::fromConfig),
            entry("Lamb", Lamb.class, Lamb::fromConfig),
            entry("Lion", Lion.class, Lion::fromConfig),
            entry("LossScaleOptimizer", LossScaleOptimizer.class, LossScaleOptimizer::fromConfig),
            entry("MultiOptimizer", MultiOptimizer.class, MultiOptimizer::fromConfig),
            entry("Muon", Muon.class, Muon::fromConfig),
            entry("Nadam", Nadam.class, Nadam::fromConfig),
            entry("OptimizerMap", OptimizerMap.class, OptimizerMap::fromConfig),
            entry("RMSprop", RMSprop.class, RMSprop::fromConfig),
            entry("SGD", SGD.class, SGD::fromConfig),
            entry("ScheduleFreeAdamW", ScheduleFreeAdamW.class, ScheduleFreeAdamW::fromConfig)));
    for (String name : List.of("Adagrad", "Adam", "Ftrl", "Optimizer", "RMSprop", "SGD")) {
      out.add(Entry.of(MODULE + ".legacy", name, Optimizer.class, _ -> refuseLegacy(name)));
    }
    return List.copyOf(out);
  }

  private static <T> Entry entry(String className, Class<T> type, Function<Config, T> make) {
    return Entry.of(MODULE, className, type, make).aliases(className.toLowerCase(Locale.ROOT));
  }

  private static Optimizer refuseLegacy(String name) {
    throw new IllegalArgumentException(
        "`keras.optimizers.legacy` is not supported in Keras 3. Use keras.optimizers.%1$s instead, or load the model without compiling it. Received: class_name=%1$s"
            .formatted(name));
  }
}
