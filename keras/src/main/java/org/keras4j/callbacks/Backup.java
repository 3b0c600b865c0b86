package org.keras4j.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.RefusedFileException;
import org.keras4j.saving.format.AtomicFile;
import org.keras4j.saving.format.Json;

/// A backup of a training: where it stood, and the files that hold the rest. It is written in a
/// small file of its own, as Keras names it; who replaces that makes another backup the latest.
///
/// @param epoch the epoch to go on with
/// @param batch how many of its batches are done
/// @param weights the file of weights and optimizer
/// @param state the file of random numbers and metrics; backups of Keras have none
record Backup(int epoch, int batch, String weights, Optional<String> state) {
  private static final String LATEST = "training_metadata.json";
  private static final String PREVIOUS = LATEST + ".bkp";
  private static final String KERAS_WEIGHTS = "latest.weights.h5";
  private static final int MAX_BYTES = 1 << 16;

  /// The latest backup in a folder.
  static Optional<Backup> latest(Path folder) {
    if (!Files.exists(folder.resolve(LATEST)) && Files.exists(folder.resolve(KERAS_WEIGHTS))) {
      return Optional.of(new Backup(0, 0, KERAS_WEIGHTS, Optional.empty()));
    }
    return read(folder.resolve(LATEST));
  }

  /// The backup before that, if it was kept.
  static Optional<Backup> previous(Path folder) {
    return read(folder.resolve(PREVIOUS));
  }

  private static Optional<Backup> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String where = file.toString();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new RefusedFileException(
            where,
            "Expected at most %d bytes. Received: %d".formatted(MAX_BYTES, Files.size(file)));
      }
      var json =
          Json.parseObject(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), where);
      return Optional.of(
          new Backup(
              number(json, "epoch", where),
              json.containsKey("steps") ? number(json, "steps", where) : 0,
              name(json, "weights", where).orElse(KERAS_WEIGHTS),
              name(json, "state", where)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static int number(Map<String, @Nullable Object> json, String key, String where) {
    if (json.get(key) instanceof Long n && n >= 0 && n <= Integer.MAX_VALUE) {
      return n.intValue();
    }
    throw new RefusedFileException(
        where, "Expected a number. Received: %s=%s".formatted(key, json.get(key)));
  }

  /// The name of a file in the same folder.
  private static Optional<String> name(
      Map<String, @Nullable Object> json, String key, String where) {
    return switch (json.get(key)) {
      case null -> Optional.empty();
      case String name when name.matches("[\\w.-]+") && !name.startsWith(".") -> Optional.of(name);
      case Object other ->
          throw new RefusedFileException(
              where, "Expected the name of a file. Received: %s=%s".formatted(key, other));
    };
  }

  /// Makes this the latest backup of a folder.
  void makeLatest(Path folder, boolean keepsPrevious) {
    Path latest = folder.resolve(LATEST);
    try {
      if (keepsPrevious && Files.exists(latest)) {
        byte[] before = Files.readAllBytes(latest);
        AtomicFile.write(folder.resolve(PREVIOUS), out -> out.write(before));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + latest, e);
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("epoch", (long) epoch);
    json.put("batch", (long) Math.max(0, batch - 1));
    json.put("steps", (long) batch);
    json.put("weights", weights);
    state.ifPresent(name -> json.put("state", name));
    byte[] text = Json.write(json).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(latest, out -> out.write(text));
  }

  /// The names of the files that the backups of a folder need.
  static Set<String> files(Path folder) {
    var out = new HashSet<String>();
    for (Optional<Backup> backup : List.of(latest(folder), previous(folder))) {
      backup.ifPresent(
          b -> {
            out.add(b.weights);
            b.state.ifPresent(out::add);
          });
    }
    out.add(LATEST);
    out.add(PREVIOUS);
    return out;
  }

  /// Removes the files of backups that are not needed, and the folder when it is empty then. Other
  /// files stay.
  static void removeAllBut(Set<String> kept, Path folder) {
    try {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (!kept.contains(name) && isOurs(name)) {
            Files.deleteIfExists(file);
          }
        }
      }
      if (kept.isEmpty()) {
        removeIfEmpty(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove old backups in " + folder, e);
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(LATEST)
        || name.startsWith(KERAS_WEIGHTS)
        || name.matches("epoch-\\d+-batch-\\d+\\.(weights\\.h5|state\\.safetensors)");
  }

  @SuppressWarnings("EmptyCatch")
  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException _) {
      // Somebody else's files are in it.
    }
  }
}
