package org.keras4j.callbacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.keras4j.saving.format.PythonFloat;

/// Writes the logs of each epoch to a file of comma-separated values, a row as soon as it is known.
///
/// {@snippet :
/// model.fit(x, y, f -> f.epochs(10).callbacks(new CSVLogger("training.csv").append(true)));
/// }
///
/// @see <a href="https://keras.io/api/callbacks/csv_logger/">CSVLogger</a>
public final class CSVLogger extends Callback {
  private static final String LINE_END = "\r\n";

  private final Path filename;
  private String separator = ",";
  private boolean append;
  private boolean writesHeader = true;
  private List<String> keys = List.of();
  private boolean hasKeys;

  /// A callback that replaces the file.
  public CSVLogger(String filename) {
    this(Path.of(filename));
  }

  /// A callback that replaces the file.
  public CSVLogger(Path filename) {
    this.filename = filename;
  }

  /// Sets what stands between values (a comma at first).
  public CSVLogger separator(String value) {
    separator = value;
    return this;
  }

  /// Sets whether rows are added to the file if it is there (false at first).
  public CSVLogger append(boolean value) {
    append = value;
    return this;
  }

  @Override
  public void onTrainBegin(Map<String, Double> logs) {
    hasKeys = false;
    if (append) {
      writesHeader = isEmpty();
      write("", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } else {
      write(
          "",
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private boolean isEmpty() {
    if (!Files.exists(filename)) {
      return true;
    }
    try (BufferedReader reader = Files.newBufferedReader(filename)) {
      return reader.read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + filename, e);
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    var text = new StringBuilder();
    if (!hasKeys) {
      keys = columns(logs);
      hasKeys = true;
      if (writesHeader) {
        text.append("epoch");
        keys.forEach(key -> text.append(separator).append(quoted(key)));
        text.append(LINE_END);
      }
    }
    text.append(
        keys.stream()
            .map(key -> separator + (logs.containsKey(key) ? number(logs.get(key)) : "NA"))
            .collect(Collectors.joining("", Integer.toString(epoch), LINE_END)));
    write(text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// The names of the logs, and those of validation where it may still come.
  private static List<String> columns(Map<String, Double> logs) {
    var out = new ArrayList<>(logs.keySet().stream().sorted().toList());
    if (out.stream().noneMatch(key -> key.startsWith("val_"))) {
      List.copyOf(out).forEach(key -> out.add("val_" + key));
    }
    return out;
  }

  private static String number(double value) {
    return PythonFloat.repr(value);
  }

  private String quoted(String name) {
    boolean plain =
        !name.contains(separator) && name.chars().noneMatch(c -> "\"\r\n".indexOf(c) >= 0);
    return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private void write(String text, OpenOption... options) {
    try {
      Files.writeString(filename, text, options);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + filename, e);
    }
  }
}
