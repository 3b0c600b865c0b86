package org.keras4j.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// The data that comes along.
final class Resources {
  private Resources() {}

  /// The lines of a file, unpacked if its name ends in `.gz`.
  static List<String> lines(String name) {
    var resource = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name);
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                name.endsWith(".gz") ? new GZIPInputStream(resource) : resource,
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}
