package org.keras4j.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How busy processors were until a moment, with us and with others, and how much memory we took.
///
/// What only Linux tells is 0 elsewhere.
///
/// @param wall seconds since some moment
/// @param machine seconds that processors were busy, all together
/// @param own seconds that they were busy with this process
record Processor(double wall, double machine, double own) {
  private static final double TICKS_PER_SECOND = 100;
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  static Processor now() {
    return new Processor(System.nanoTime() / 1e9, machineSeconds(), ownSeconds());
  }

  static double ownSeconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  /// How many processors others used on average since then.
  double foreignCoresSince(Processor start) {
    return Math.max(0, (machine - start.machine - (own - start.own)) / (wall - start.wall));
  }

  /// user, nice, system, irq, softirq and steal of the first line of `/proc/stat`.
  private static double machineSeconds() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElse("").split("\\s+", -1);
      double ticks = 0;
      for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
        ticks += Double.parseDouble(fields[i]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  /// The most memory that was resident at once.
  static long peakMegabytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(l -> l.startsWith("VmHWM:"))
          .map(l -> Math.round(Long.parseLong(l.replaceAll("\\D", "")) / 1024.0))
          .findFirst()
          .orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }
}
