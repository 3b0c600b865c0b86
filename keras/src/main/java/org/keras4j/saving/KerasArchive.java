package org.keras4j.saving;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Registry;
import org.keras4j.config.Saveable;
import org.keras4j.saving.format.ArchiveReader;
import org.keras4j.saving.format.ArchiveWriter;
import org.keras4j.saving.format.Json;

/// The `.keras` file: configuration, state and further files in an archive.
final class KerasArchive {
  static final String WEIGHTS = "model.weights.h5";
  private static final String METADATA = "metadata.json";
  private static final String CONFIG = "config.json";
  private static final String ASSETS = "assets/";
  private static final int MAX_METADATA = 1 << 16;
  private static final int MAX_CONFIG = 64 << 20;
  private static final int MAX_ASSET = 1 << 30;
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss");

  private KerasArchive() {}

  static void write(Saveable model, Path path) {
    var metadata = new LinkedHashMap<String, @Nullable Object>();
    metadata.put("keras_version", Saving.KERAS_VERSION);
    metadata.put("date_saved", DATE.format(LocalDateTime.now(java.time.ZoneId.systemDefault())));
    String config = Json.write(Registry.serialize(model).toMap());
    ArchiveWriter.write(
        path,
        archive -> {
          archive.add(METADATA, Json.write(metadata));
          archive.add(CONFIG, config);
          archive.add(WEIGHTS, WeightsWriter.file(model));
          for (Places.Place place : Places.of(model)) {
            place.object().assets().forEach((n, bytes) -> archive.add(asset(place, n), bytes));
          }
        });
  }

  private static String asset(Places.Place place, String name) {
    return ASSETS + place.child(name);
  }

  static Object read(Path path, LoadOptions options) {
    try (ArchiveReader archive = ArchiveReader.open(path)) {
      String version = version(archive);
      String place = archive.place(CONFIG);
      var config = Json.parseObject(archive.text(CONFIG, MAX_CONFIG), place);
      long stored = archive.size(WEIGHTS).orElseThrow(() -> noWeights(archive));
      Object made = ModelMaking.make(Migrations.migrate(config, version), place, stored, options);
      if (made instanceof Saveable model) {
        try (WeightSource weights = weights(archive)) {
          WeightsReader.read(model, weights, false);
        }
        readAssets(model, archive);
      }
      return made;
    }
  }

  static WeightSource weights(ArchiveReader archive) {
    return WeightSource.of(archive.hdf5(WEIGHTS), archive.place(WEIGHTS));
  }

  private static RefusedFileException noWeights(ArchiveReader archive) {
    return new RefusedFileException(
        archive.place(WEIGHTS),
        "Expected the entry model.weights.h5. Received: entries " + archive.names());
  }

  private static String version(ArchiveReader archive) {
    if (!archive.has(METADATA)) {
      return Saving.KERAS_VERSION;
    }
    Map<String, @Nullable Object> metadata =
        Json.parseObject(archive.bytes(METADATA, MAX_METADATA), archive.place(METADATA));
    return metadata.get("keras_version") instanceof String s ? s : Saving.KERAS_VERSION;
  }

  private static void readAssets(Saveable model, ArchiveReader archive) {
    for (Places.Place place : Places.of(model)) {
      place
          .object()
          .loadAssets(
              name -> {
                String entry = asset(place, name);
                return archive.has(entry)
                    ? Optional.of(archive.bytes(entry, MAX_ASSET))
                    : Optional.empty();
              });
    }
  }
}
