package org.keras4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keras4j.saving.TensorFiles;
import org.keras4j.saving.format.ArchiveReader;
import org.keras4j.saving.format.Hdf5Dataset;
import org.keras4j.saving.format.Hdf5File;
import org.keras4j.saving.format.Json;
import org.keras4j.saving.format.ShardIndex;

/// What is in a file, told without making anything of it: no class is looked up, no weight is read.
final class Inspection {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int MAX_METADATA = 1 << 16;
  private static final int MAX_CONFIG = 64 << 20;

  private final Map<String, Object> facts = new LinkedHashMap<>();

  private Inspection(Path file) {
    facts.put("file", file.toString());
    facts.put("bytes", size(file));
  }

  /// The facts, as they are printed for machines.
  ///
  /// @throws org.keras4j.saving.RefusedFileException if the file is damaged or dangerous
  /// @throws IllegalArgumentException if it is of no kind that is known
  static Map<String, Object> of(Path file) {
    var inspection = new Inspection(file);
    String name = file.toString();
    if (name.endsWith(".keras")) {
      inspection.archive(file);
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      inspection.hdf5(file);
    } else if (name.endsWith(".weights.json")) {
      inspection.shards(file);
    } else if (name.endsWith(".json")) {
      inspection.config(file);
    } else {
      inspection.tensors(file);
    }
    inspection.facts.computeIfPresent("weights", (_, all) -> inOrder((List<?>) all));
    return inspection.facts;
  }

  /// Numbers in paths count as numbers: 2 before 10.
  private static List<?> inOrder(List<?> weights) {
    return weights.stream()
        .sorted(
            Comparator.comparing(
                w ->
                    NUMBER
                        .matcher(String.valueOf(((Map<?, ?>) w).get("path")))
                        .replaceAll(
                            m -> "0".repeat(Math.max(0, 9 - m.group().length())) + m.group())))
        .toList();
  }

  private static long size(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "File not found. Expected a file that can be read. Received: file=" + file);
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private void archive(Path file) {
    facts.put("kind", "Keras archive");
    try (ArchiveReader archive = ArchiveReader.open(file)) {
      if (archive.has("metadata.json")) {
        facts.put(
            "metadata",
            Json.parseObject(
                archive.bytes("metadata.json", MAX_METADATA), archive.place("metadata.json")));
      }
      if (archive.has("config.json")) {
        describeModel(
            Json.parseObject(
                archive.text("config.json", MAX_CONFIG), archive.place("config.json")));
      }
      var entries = new LinkedHashMap<String, Object>();
      archive.names().forEach(name -> entries.put(name, archive.size(name).orElse(0L)));
      facts.put("entries", entries);
      var weights = new ArrayList<Map<String, Object>>();
      for (String name : archive.names()) {
        if (name.endsWith(".weights.h5")) {
          try (Hdf5File inner = archive.hdf5(name)) {
            inner.root().datasets().forEach(d -> weights.add(described(d)));
          }
        }
      }
      facts.put("weights", weights);
    }
  }

  private void hdf5(Path file) {
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      var attributes = hdf5.root().attributes();
      var config = attributes.text("model_config");
      facts.put("kind", config.isPresent() ? "whole model in older HDF5" : "weights in HDF5");
      var metadata = new LinkedHashMap<String, Object>();
      for (String name : List.of("keras_version", "backend")) {
        attributes.text(name).ifPresent(value -> metadata.put(name, value));
      }
      facts.put("metadata", metadata);
      config.ifPresent(text -> describeModel(Json.parseObject(text, file + "@model_config")));
      facts.put("weights", hdf5.root().datasets().stream().map(Inspection::described).toList());
    }
  }

  private void shards(Path file) {
    facts.put("kind", "index of sharded weights");
    var weights = new ArrayList<Map<String, Object>>();
    var entries = new LinkedHashMap<String, Object>();
    for (Path shard : ShardIndex.read(file).files()) {
      entries.put(String.valueOf(shard.getFileName()), size(shard));
      try (Hdf5File hdf5 = Hdf5File.open(shard)) {
        hdf5.root().datasets().forEach(d -> weights.add(described(d)));
      }
    }
    facts.put("entries", entries);
    facts.put("weights", weights);
  }

  private void config(Path file) {
    facts.put("kind", "configuration");
    try {
      if (Files.size(file) > MAX_CONFIG) {
        throw new org.keras4j.saving.RefusedFileException(
            file.toString(),
            "Expected at most %d bytes. Received: %d".formatted(MAX_CONFIG, Files.size(file)));
      }
      describeModel(Json.parseObject(Files.readString(file), file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private void tensors(Path file) {
    var weights = new ArrayList<Map<String, Object>>();
    TensorFiles.read(file)
        .forEach(
            (name, array) ->
                weights.add(
                    weight(
                        name,
                        array.dtype().kerasName(),
                        array.shape().toString(),
                        array.type().size() * array.dtype().bytes())));
    facts.put("kind", "tensors");
    facts.put("weights", weights);
  }

  private static Map<String, Object> described(Hdf5Dataset dataset) {
    String[] words = dataset.describe().split(" ", 2);
    return weight(
        dataset.path().substring(1),
        words[0],
        words.length > 1 ? words[1] : "()",
        dataset.storedBytes());
  }

  private static Map<String, Object> weight(String path, String dtype, String shape, long bytes) {
    var out = new LinkedHashMap<String, Object>();
    out.put("path", path);
    out.put("dtype", dtype);
    out.put("shape", shape);
    out.put("bytes", bytes);
    return out;
  }

  // ---- The model of a configuration -------------------------------------------------------------

  private void describeModel(Map<String, @Nullable Object> config) {
    facts.put("model", object(config));
    if (config.get("compile_config") instanceof Map<?, ?> compile
        && compile.get("optimizer") instanceof Map<?, ?> optimizer) {
      facts.put("optimizer", String.valueOf(optimizer.get("class_name")));
    }
  }

  /// Class and name of an object, and of the layers in it.
  private static Map<String, Object> object(Map<?, ?> json) {
    var out = new LinkedHashMap<String, Object>();
    out.put("class", String.valueOf(json.get("class_name")));
    Object config = json.get("config");
    if (config instanceof Map<?, ?> map) {
      if (map.get("name") instanceof String name) {
        out.put("name", name);
      }
      config = map.get("layers");
    }
    // Old files of Sequential models list the layers themselves.
    if (config instanceof List<?> layers) {
      out.put(
          "layers",
          layers.stream()
              .filter(Map.class::isInstance)
              .map(layer -> object((Map<?, ?>) layer))
              .toList());
    }
    return out;
  }
}
