package org.keras4j.tck.answers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.keras4j.callbacks.History;
import org.keras4j.config.Registry;
import org.keras4j.models.Model;
import org.keras4j.random.RandomState;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.CaseRunner;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.Comparison.Difference;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Variable;

/// Asks the cases of kind `seeded_run`: after one seed, initial weights, shuffles and dropout are
/// Keras's, and so is the training.
///
/// The data are the first handwritten digits of the UCI set "Optical Recognition of Handwritten
/// Digits" (CC BY 4.0) as bundled with scikit-learn, divided by 16.
final class SeededRunRunner implements CaseRunner {
  private static final Tolerance INITIAL = new Tolerance(1e-6, 1e-6);
  private static final List<String> CREATION =
      List.of(
          "input_layer",
          "dense",
          "gaussian_noise",
          "dense_1",
          "concatenate",
          "batch_normalization",
          "gaussian_dropout",
          "dense_2");
  private static final int PIXELS = 64;
  private static final float WHITE = 16;

  @Override
  public Outcome run(Case c) {
    return RandomState.scoped(c.integer("seed"), () -> Outcome.of(difference(c)));
  }

  private static Optional<Difference> difference(Case c) {
    var model = (Model) Objects.requireNonNull(Registry.deserialize(asCreated(c)));
    List<Object> initial =
        c.list("initial").stream()
            .map(w -> Objects.requireNonNull((Object) ((Map<?, ?>) w).get("value")))
            .toList();
    var difference =
        named("initial weights", Comparison.difference(values(model), initial, INITIAL));
    if (difference.isPresent()) {
      return difference;
    }
    List<int[]> digits = digits();
    model.compile(
        o ->
            o.optimizer(c.text("optimizer"))
                .loss(c.text("loss"))
                .metrics(c.list("metrics").toArray(String[]::new)));
    History history =
        model.fit(
            images(digits, c),
            labels(digits),
            f -> f.batchSize(c.integer("batch_size")).epochs(c.integer("epochs")).verbose(0));
    difference =
        named(
            "history", Comparison.difference(history.history(), c.get("history"), Tolerance.of(c)));
    return difference.isPresent()
        ? difference
        : named(
            "final weights", Comparison.difference(values(model), c.get("final"), Tolerance.of(c)));
  }

  /// The model's JSON with its layers in the order in which the recorded script created them, which
  /// is that of their seeds: in `GaussianNoise(0.1)(Dense(16)(x))` Python creates the noise first,
  /// while JSON lists layers by their depth.
  private static Object asCreated(Case c) {
    var model = (Map<?, ?>) Objects.requireNonNull(c.config("model"));
    var config = (Map<?, ?>) Objects.requireNonNull(model.get("config"));
    var layers = new ArrayList<Object>((List<?>) Objects.requireNonNull(config.get("layers")));
    if (layers.stream().map(SeededRunRunner::layerName).allMatch(CREATION::contains)) {
      layers.sort(Comparator.comparingInt(layer -> CREATION.indexOf(layerName(layer))));
    }
    Map<Object, @Nullable Object> sorted = new LinkedHashMap<>(config);
    sorted.put("layers", layers);
    Map<Object, @Nullable Object> out = new LinkedHashMap<>(model);
    out.put("config", sorted);
    return out;
  }

  private static String layerName(Object layer) {
    var config = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) layer).get("config"));
    return String.valueOf(config.get("name"));
  }

  private static Optional<Difference> named(String part, Optional<Difference> difference) {
    return difference.map(d -> new Difference(part + ": " + d.reason(), d.excess()));
  }

  private static List<Array> values(Model model) {
    return model.weights().stream().map(Variable::stored).toList();
  }

  private static Array images(List<int[]> digits, Case c) {
    var pixels = new float[digits.size() * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = digits.get(i / PIXELS)[i % PIXELS] / WHITE;
    }
    List<Integer> shape = new ArrayList<>(List.of(digits.size()));
    c.list("input_shape").forEach(size -> shape.add(((Number) size).intValue()));
    return Array.of(Shape.of(shape), pixels);
  }

  private static Array labels(List<int[]> digits) {
    return Array.ofInts(
        Shape.of(digits.size()), digits.stream().mapToInt(digit -> digit[PIXELS]).toArray());
  }

  private static List<int[]> digits() {
    try (var stream =
            Objects.requireNonNull(SeededRunRunner.class.getResourceAsStream("digits.csv.gz"));
        var reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.US_ASCII))) {
      return reader
          .lines()
          .map(line -> Arrays.stream(line.split(",", -1)).mapToInt(Integer::parseInt).toArray())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
