package org.keras4j.cli;

import java.util.Map;
import org.keras4j.saving.format.Json;

/// What is printed for machines.
final class JsonText {
  private JsonText() {}

  static String of(Map<String, ?> values) {
    return Json.write(values);
  }
}
