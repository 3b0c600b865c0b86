package org.keras4j.saving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.keras4j.config.Saveable;
import org.keras4j.saving.format.ArchiveReader;
import org.keras4j.saving.format.Hdf5File;
import org.keras4j.saving.format.Json;
import org.keras4j.saving.format.ShardIndex;

/// Models and weights in the files of Keras: `.keras`, `.weights.h5`, `.weights.json` with shards,
/// and the older `.h5`.
///
/// Whatever a file holds, reading it runs no code of the file's, touches no other file, and takes
/// no more memory than what the file really holds asks for. Writing replaces a file when all is
/// written; if it fails, the old file stays.
///
/// Most will call `save`, `saveWeights`, `loadWeights` of a model and `Model.load` instead.
///
/// @see <a href="https://keras.io/api/models/model_saving_apis/">Saving and serialization</a>
public final class Saving {
  /// The release of Keras whose files these are.
  static final String KERAS_VERSION = "3.15.1";

  private Saving() {}

  /// Saves an object with all its state: a `.keras` file.
  ///
  /// @throws IllegalArgumentException if the name does not end in `.keras`, or something in the
  ///   model cannot be described
  /// @throws java.io.UncheckedIOException if the file cannot be written
  public static void saveModel(Saveable model, Path path) {
    if (!path.toString().endsWith(".keras")) {
      throw new IllegalArgumentException(
          "Invalid filename: expected a `.keras` extension. Received: filepath=" + path);
    }
    KerasArchive.write(model, path);
  }

  /// What a `.keras` or `.h5` file holds, compiled as it was.
  ///
  /// @throws RefusedFileException if the file is damaged, dangerous, or holds what is not known
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Saveable loadModel(Path path) {
    return loadModel(path, _ -> {});
  }

  /// What a `.keras` or `.h5` file holds.
  ///
  /// {@snippet :
  /// Saving.loadModel(path, o -> o.compile(false).customObject("Linear", Linear::fromConfig));
  /// }
  ///
  /// @throws RefusedFileException if the file is damaged, dangerous, or holds what is not known
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static Saveable loadModel(Path path, Consumer<LoadOptions> options) {
    var chosen = new LoadOptions();
    options.accept(chosen);
    String name = path.toString();
    requireFile(path);
    Object made;
    if (name.endsWith(".keras")) {
      made = KerasArchive.read(path, chosen);
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      made = LegacyFile.read(path, chosen);
    } else {
      throw new IllegalArgumentException(
          "File format not supported. Expected a name that ends in `.keras` or `.h5`. Received: filepath="
              + path);
    }
    if (made instanceof Saveable model) {
      return model;
    }
    throw new RefusedFileException(
        name, "Expected a model or a layer. Received: " + made.getClass().getSimpleName());
  }

  /// What a JSON text describes, with fresh weights: a configuration of today's form or an older
  /// one.
  ///
  /// @throws RefusedFileException if it is no such text, or names classes that are not known
  public static Object fromJson(String json) {
    String where = "JSON of a model";
    return ModelMaking.make(Migrations.current(Json.parseObject(json, where)), where);
  }

  /// Saves the variables of an object and of all inside it: a `.weights.h5` file, or shards with
  /// their index.
  public static void saveWeights(Saveable model, Path path, Consumer<WeightOptions> options) {
    var chosen = new WeightOptions();
    options.accept(chosen);
    boolean sharded = chosen.maxShardBytes().isPresent();
    String ending = sharded ? ".weights.json" : ".weights.h5";
    if (!path.toString().endsWith(ending)) {
      throw new IllegalArgumentException(
          "The filename must end in `%s`%s. Received: filepath=%s"
              .formatted(ending, sharded ? " when `maxShardSize` is given" : "", path));
    }
    if (sharded) {
      WeightsWriter.writeShards(model, path, chosen.maxShardBytes().getAsDouble());
    } else {
      WeightsWriter.file(model).write(path);
    }
  }

  /// Gives an object and all inside it the variables of a file: `.weights.h5`, `.weights.json`,
  /// `.keras`, or an older `.h5`.
  ///
  /// @throws RefusedFileException if the file is damaged or made for another model; then nothing
  ///   has changed
  /// @throws java.io.UncheckedIOException if it cannot be read
  public static void loadWeights(Saveable model, Path path, Consumer<WeightOptions> options) {
    var chosen = new WeightOptions();
    options.accept(chosen);
    String name = path.toString();
    requireFile(path);
    if (name.endsWith(".json")) {
      try (WeightSource source = WeightSource.of(ShardIndex.read(path))) {
        WeightsReader.read(model, source, chosen.skipMismatch());
      }
    } else if (name.endsWith(".keras")) {
      try (ArchiveReader archive = ArchiveReader.open(path);
          WeightSource source = KerasArchive.weights(archive)) {
        WeightsReader.read(model, source, chosen.skipMismatch());
      }
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      loadHdf5(model, path, chosen);
    } else {
      throw new IllegalArgumentException(
          "File format not supported. Expected a name that ends in `.weights.h5`, `.weights.json`, `.keras` or `.h5`. Received: filepath="
              + path);
    }
  }

  private static void loadHdf5(Saveable model, Path path, WeightOptions options) {
    try (WeightSource source = WeightSource.of(Hdf5File.open(path), path.toString())) {
      if (source.hdf5().filter(LegacyWeights::isLegacy).isPresent()) {
        LegacyWeights.read(model, source.hdf5().orElseThrow(), path.toString(), options);
      } else {
        WeightsReader.read(model, source, options.skipMismatch());
      }
    }
  }

  private static void requireFile(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "File not found. Expected a file that can be read. Received: filepath=" + path);
    }
  }
}
