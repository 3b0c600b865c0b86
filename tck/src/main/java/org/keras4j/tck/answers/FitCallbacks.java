package org.keras4j.tck.answers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keras4j.callbacks.CSVLogger;
import org.keras4j.callbacks.Callback;
import org.keras4j.callbacks.EarlyStopping;
import org.keras4j.callbacks.LearningRateScheduler;
import org.keras4j.callbacks.MonitorCallback;
import org.keras4j.callbacks.ReduceLROnPlateau;
import org.keras4j.callbacks.SwapEMAWeights;
import org.keras4j.callbacks.TerminateOnNaN;
import org.keras4j.tck.parity.MissingFunctionException;
import org.keras4j.tck.parity.PyNone;

/// The callbacks that a case names, and what the logger among them wrote.
final class FitCallbacks {
  private final List<Callback> all = new ArrayList<>();
  private Optional<Path> csv = Optional.empty();

  FitCallbacks(List<Object> recorded) {
    for (Object callback : recorded) {
      if (callback instanceof Map<?, ?> map) {
        all.add(callback(map));
      }
    }
  }

  List<Callback> all() {
    return all;
  }

  /// The cells that were written.
  Optional<List<List<Object>>> csv() {
    return csv.map(
        file -> {
          try {
            String text = Files.readString(file);
            Files.delete(file);
            return cells(text);
          } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
          }
        });
  }

  /// The cells of comma-separated values, numbers as such, whatever separates them.
  static List<List<Object>> cells(String text) {
    return text.lines().map(FitCallbacks::row).toList();
  }

  private static List<Object> row(String line) {
    return Stream.of(line.split("[,;]", -1))
        .map(
            cell ->
                cell.matches("-?\\d+(\\.\\d+)?(e[+-]\\d+)?") ? (Object) Double.valueOf(cell) : cell)
        .toList();
  }

  private Callback callback(Map<?, ?> recorded) {
    String name = String.valueOf(recorded.get("class_name"));
    Map<?, ?> config = recorded.get("config") instanceof Map<?, ?> map ? map : Map.of();
    return switch (name) {
      case "EarlyStopping" -> {
        var out = new EarlyStopping();
        config.forEach((key, value) -> earlyStopping(out, (String) key, value));
        yield out;
      }
      case "ReduceLROnPlateau" -> {
        var out = new ReduceLROnPlateau();
        config.forEach((key, value) -> plateau(out, (String) key, value));
        yield out;
      }
      case "LearningRateScheduler" -> {
        List<?> table = recorded.get("table") instanceof List<?> list ? list : List.of();
        yield new LearningRateScheduler((epoch, _) -> number(table.get(epoch)));
      }
      case "CSVLogger" -> logger(config);
      case "TerminateOnNaN" -> new TerminateOnNaN();
      case "SwapEMAWeights" ->
          new SwapEMAWeights().swapOnEpoch(Boolean.TRUE.equals(config.get("swap_on_epoch")));
      default -> throw new MissingFunctionException("keras.callbacks." + name);
    };
  }

  private CSVLogger logger(Map<?, ?> config) {
    try {
      var file = Files.createTempFile("keras4j", ".csv");
      csv = Optional.of(file);
      var out = new CSVLogger(file).append(Boolean.TRUE.equals(config.get("append")));
      return config.get("separator") instanceof String separator ? out.separator(separator) : out;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a file", e);
    }
  }

  private static void earlyStopping(EarlyStopping out, String key, Object value) {
    if (value == PyNone.NONE) {
      return;
    }
    switch (key) {
      case "patience" -> out.patience(integer(value));
      case "min_delta" -> out.minDelta(number(value));
      case "baseline" -> out.baseline(number(value));
      case "restore_best_weights" -> out.restoreBestWeights((Boolean) value);
      case "start_from_epoch" -> out.startFromEpoch(integer(value));
      default -> monitoring(out, key, value);
    }
  }

  private static void plateau(ReduceLROnPlateau out, String key, Object value) {
    switch (key) {
      case "factor" -> out.factor(number(value));
      case "patience" -> out.patience(integer(value));
      case "min_delta" -> out.minDelta(number(value));
      case "cooldown" -> out.cooldown(integer(value));
      case "min_lr" -> out.minLr(number(value));
      default -> monitoring(out, key, value);
    }
  }

  private static void monitoring(MonitorCallback<?> out, String key, Object value) {
    switch (key) {
      case "monitor" -> out.monitor((String) value);
      case "mode" -> out.mode((String) value);
      case "verbose" -> {}
      default -> throw new MissingFunctionException("argument " + key + " of a callback");
    }
  }

  private static int integer(Object value) {
    return ((Number) value).intValue();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
