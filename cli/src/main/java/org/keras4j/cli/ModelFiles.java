package org.keras4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.models.Model;
import org.keras4j.models.Models;
import org.keras4j.saving.TensorFiles;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tree;

/// Models and their data in the files that commands are given.
final class ModelFiles {
  private static final long MAX_JSON = 64 << 20;

  private ModelFiles() {}

  /// The model of a `.keras` file, an older `.h5`, or the JSON of a config, which has fresh
  /// weights.
  ///
  /// @throws org.keras4j.saving.RefusedFileException if the file is damaged, dangerous, or holds
  ///   what is not known
  static Model model(Path file) {
    return file.toString().endsWith(".json") ? Models.fromJson(text(file)) : Model.load(file);
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "File not found. Expected a file that can be read. Received: file=" + file);
    }
    try {
      if (Files.size(file) > MAX_JSON) {
        throw new org.keras4j.saving.RefusedFileException(
            file.toString(), "Expected at most %d bytes of JSON.".formatted(MAX_JSON));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /// The inputs of a model: the arrays of a file by the names of its inputs, or else in order.
  ///
  /// @throws IllegalArgumentException if there are not as many, or the model has no defined inputs
  static Tree<Array> inputs(Model model, Path file) {
    var arrays = arrays(file);
    if (!model.isFunctional()) {
      return arrays.size() == 1
          ? Tree.leaf(arrays.values().iterator().next())
          : Tree.sequence(List.copyOf(arrays.values()));
    }
    var names = model.inputs().stream().map(KerasTensor::name).toList();
    return model.inputStructure().pack(ordered("input", file, arrays, names));
  }

  /// The targets of a model: the arrays of a file by the names of its outputs, or else in order.
  static Tree<Array> targets(Model model, Path file) {
    var arrays = arrays(file);
    if (!model.isFunctional()) {
      return Tree.leaf(arrays.values().iterator().next());
    }
    return model.outputStructure().pack(ordered("output", file, arrays, model.outputNames()));
  }

  private static Map<String, Array> arrays(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "File not found. Expected a file of tensors. Received: file=" + file);
    }
    return TensorFiles.read(file);
  }

  private static List<Array> ordered(
      String what, Path file, Map<String, Array> arrays, List<String> names) {
    if (arrays.size() != names.size()) {
      throw new IllegalArgumentException(
          "Expected %d arrays, one for each %s %s. Received: %s with %s"
              .formatted(names.size(), what, names, file, arrays.keySet()));
    }
    if (!arrays.keySet().containsAll(names)) {
      return List.copyOf(arrays.values());
    }
    var out = new ArrayList<Array>();
    names.forEach(
        name -> out.add(arrays.getOrDefault(name, Array.ofInts(org.keras4j.tensor.Shape.of(0)))));
    return out;
  }

  /// Outputs by the names of the layers they come from.
  static Map<String, Array> named(Model model, Tree<Array> outputs) {
    var leaves = outputs.flatten();
    var names = model.outputNames();
    var out = new LinkedHashMap<String, Array>();
    for (int i = 0; i < leaves.size(); i++) {
      String name = i < names.size() ? names.get(i) : "output_" + i;
      out.put(out.containsKey(name) ? name + "_" + i : name, leaves.get(i));
    }
    return out;
  }
}
