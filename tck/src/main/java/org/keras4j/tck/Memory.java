package org.keras4j.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this process takes of the machine's memory.
final class Memory {
  private Memory() {}

  /// The resident set in megabytes after a collection; 0 where the system does not say.
  static long residentMegabytes() {
    System.gc();
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
