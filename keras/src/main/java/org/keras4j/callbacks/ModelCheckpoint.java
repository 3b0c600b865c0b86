package org.keras4j.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.keras4j.saving.Saving;

/// Saves the model, or its weights, as training goes on.
///
/// The path may hold places for the epoch (from 1), the batch and the logs, written as in Python:
/// `{epoch:02d}-{val_loss:.2f}.keras`. Folders are made where they are missing.
///
/// {@snippet :
/// model.fit(x, y, f -> f.epochs(10).validationSplit(0.1).callbacks(
///     new ModelCheckpoint("best.keras").monitor("val_accuracy").mode("max").saveBestOnly(true)));
/// }
///
/// Unlike in Keras, whole models are written as `.keras` only, not as older `.h5`.
///
/// @see <a href="https://keras.io/api/callbacks/model_checkpoint/">ModelCheckpoint</a>
public final class ModelCheckpoint extends MonitorCallback<ModelCheckpoint> {
  private static final System.Logger LOG = System.getLogger(ModelCheckpoint.class.getName());

  private final String filepath;
  private int verbose;
  private boolean saveBestOnly;
  private boolean saveWeightsOnly;
  private Optional<Double> best = Optional.empty();
  private BatchCount saveFreq = BatchCount.EPOCHS;
  private int currentEpoch;

  /// A callback that saves after each epoch.
  public ModelCheckpoint(String filepath) {
    this.filepath = filepath;
  }

  /// A callback that saves after each epoch.
  public ModelCheckpoint(Path filepath) {
    this(filepath.toString());
  }

  /// Sets whether saving is announced: 0 no, as at first, 1 yes.
  public ModelCheckpoint verbose(int value) {
    verbose = value;
    return this;
  }

  /// Sets whether only what is better than all before is saved (false at first).
  public ModelCheckpoint saveBestOnly(boolean value) {
    saveBestOnly = value;
    return this;
  }

  /// Sets whether only weights are saved, as `.weights.h5` (false at first).
  public ModelCheckpoint saveWeightsOnly(boolean value) {
    saveWeightsOnly = value;
    return this;
  }

  /// Sets after how many batches it is saved (after each epoch at first).
  ///
  /// @throws IllegalArgumentException if there is none
  public ModelCheckpoint saveFreq(int batches) {
    saveFreq = BatchCount.every(batches);
    return this;
  }

  /// Sets a value that must be exceeded before anything is saved (none at first).
  public ModelCheckpoint initialValueThreshold(double value) {
    best = Optional.of(value);
    return this;
  }

  /// The best value, if there has been any.
  public Optional<Double> best() {
    return best;
  }

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    if (saveWeightsOnly && !filepath.endsWith(".weights.h5")) {
      throw new IllegalArgumentException(
          "When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must end in `.weights.h5` (Keras weights format). Received: filepath="
              + filepath);
    }
    if (!saveWeightsOnly && !filepath.endsWith(".keras")) {
      throw new IllegalArgumentException(
          "The filepath provided must end in `.keras` (Keras model format). Received: filepath="
              + filepath);
    }
  }

  @Override
  public void onEpochBegin(int epoch, Map<String, Double> logs) {
    currentEpoch = epoch;
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    if (saveFreq.isDue(batch)) {
      save(currentEpoch, OptionalInt.of(batch), logs);
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    direction();
    if (saveFreq.countsEpochs()) {
      save(epoch, OptionalInt.empty(), logs);
    }
  }

  private void save(int epoch, OptionalInt batch, Map<String, Double> logs) {
    Path file = file(epoch, batch, logs);
    if (!shouldSave(epoch, logs, file)) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new IllegalStateException(
          "Please specify a non-directory filepath for ModelCheckpoint. Filepath used is an existing directory: "
              + file);
    }
    makeFolder(file);
    if (saveWeightsOnly) {
      Saving.saveWeights(model(), file, _ -> {});
    } else {
      Saving.saveModel(model(), file);
    }
    say("\nEpoch %d: finished saving model to %s".formatted(epoch + 1, file));
  }

  private boolean shouldSave(int epoch, Map<String, Double> logs, Path file) {
    if (!saveBestOnly) {
      say("\nEpoch %d: saving model to %s".formatted(epoch + 1, file));
      return true;
    }
    var current = value(logs);
    if (current.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING, "Can save best model only with {0} available.", monitored());
      return true;
    }
    String before = best.map(ModelCheckpoint::number).orElse("None");
    if (!isBetter(current.get(), best)) {
      say("\nEpoch %d: %s did not improve from %s".formatted(epoch + 1, monitored(), before));
      return false;
    }
    say(
        "\nEpoch %d: %s improved from %s to %s, saving model to %s"
            .formatted(epoch + 1, monitored(), before, number(current.get()), file));
    best = current;
    return true;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }

  private void say(String text) {
    if (verbose > 0) {
      System.out.println(text);
    }
  }

  private Path file(int epoch, OptionalInt batch, Map<String, Double> logs) {
    var values = new LinkedHashMap<String, Object>(logs);
    values.put("epoch", epoch + 1L);
    batch.ifPresent(n -> values.putIfAbsent("batch", n + 1L));
    try {
      return Path.of(PythonFormat.format(filepath, values));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Failed to format this callback filepath: \"%s\". Reason: %s"
              .formatted(filepath, e.getMessage()),
          e);
    }
  }

  private static void makeFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder of " + file, e);
    }
  }
}
