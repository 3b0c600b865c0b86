import org.keras4j.activations.ActivationCatalogue;
import org.keras4j.config.Catalogue;
import org.keras4j.constraints.ConstraintCatalogue;
import org.keras4j.dtypepolicies.DTypePolicyCatalogue;
import org.keras4j.initializers.InitializerCatalogue;
import org.keras4j.layers.AttentionLayerCatalogue;
import org.keras4j.layers.CoreLayerCatalogue;
import org.keras4j.layers.FeatureLayerCatalogue;
import org.keras4j.layers.MergingLayerCatalogue;
import org.keras4j.layers.NormLayerCatalogue;
import org.keras4j.layers.PoolingLayerCatalogue;
import org.keras4j.layers.RecurrentLayerCatalogue;
import org.keras4j.layers.WindowLayerCatalogue;
import org.keras4j.losses.LossCatalogue;
import org.keras4j.metrics.MetricCatalogue;
import org.keras4j.models.ModelCatalogue;
import org.keras4j.optimizers.OptimizerCatalogue;
import org.keras4j.optimizers.schedules.ScheduleCatalogue;
import org.keras4j.quantizers.QuantizerCatalogue;
import org.keras4j.regularizers.RegularizerCatalogue;

/// The Keras API: layers, models, training, saving.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the modules of qualified exports are built later
module org.keras4j {
  requires static org.jspecify;
  requires transitive org.keras4j.ops;
  requires tools.jackson.core;

  exports org.keras4j.activations;
  exports org.keras4j.applications;
  exports org.keras4j.config;
  exports org.keras4j.constraints;
  exports org.keras4j.callbacks;
  exports org.keras4j.data;
  exports org.keras4j.losses;
  exports org.keras4j.metrics;
  exports org.keras4j.optimizers;
  exports org.keras4j.optimizers.schedules;
  exports org.keras4j.quantizers;
  exports org.keras4j.trainers;
  exports org.keras4j.dtypepolicies;
  exports org.keras4j.initializers;
  exports org.keras4j.layers;
  exports org.keras4j.models;
  exports org.keras4j.regularizers;
  exports org.keras4j.saving;
  exports org.keras4j.saving.format to
      org.keras4j.cli,
      org.keras4j.tck;

  uses Catalogue;

  provides Catalogue with
      ActivationCatalogue,
      AttentionLayerCatalogue,
      ConstraintCatalogue,
      CoreLayerCatalogue,
      DTypePolicyCatalogue,
      FeatureLayerCatalogue,
      InitializerCatalogue,
      LossCatalogue,
      MergingLayerCatalogue,
      MetricCatalogue,
      ModelCatalogue,
      NormLayerCatalogue,
      OptimizerCatalogue,
      PoolingLayerCatalogue,
      QuantizerCatalogue,
      RecurrentLayerCatalogue,
      RegularizerCatalogue,
      ScheduleCatalogue,
      WindowLayerCatalogue;
}
