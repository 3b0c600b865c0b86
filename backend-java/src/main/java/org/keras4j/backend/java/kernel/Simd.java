package org.keras4j.backend.java.kernel;

import java.util.Locale;

/// Says, once per process, whether kernels use explicit vectors, and why.
///
/// Explicit vectors need the incubator module, so the JVM must be started with `--add-modules
/// jdk.incubator.vector`. The system property `keras4j.simd=off` forces the plain loops.
public final class Simd {
  private static final String PROPERTY = "keras4j.simd";

  /// Why [#ENABLED] has its value, as one sentence.
  public static final String REASON;

  /// True when kernels use explicit vectors. A constant for the compiler, so the other branch costs
  /// nothing.
  public static final boolean ENABLED;

  /// How many running results a sum has: the lanes of a vector, or as good as that.
  static final int LANES;

  static {
    String off = offReason();
    ENABLED = off.isEmpty();
    LANES = ENABLED ? VectorShape.LANES : 16;
    REASON =
        ENABLED
            ? "explicit vectors of " + VectorShape.LANES + " floats"
            : "plain loops, because " + off;
    System.getLogger(Simd.class.getName())
        .log(System.Logger.Level.DEBUG, "java engine kernels: {0}", REASON);
  }

  private Simd() {}

  private static String offReason() {
    String setting = System.getProperty(PROPERTY, "auto").toLowerCase(Locale.ROOT);
    if (setting.equals("off")) {
      return "the system property " + PROPERTY + " is off";
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return "the module jdk.incubator.vector is not resolved (start the JVM with --add-modules jdk.incubator.vector)";
    }
    if (!System.getProperty("java.vm.info", "").contains("mixed")) {
      return "this JVM does not compile (java.vm.info=" + System.getProperty("java.vm.info") + ")";
    }
    return VectorShape.LANES < 4
        ? "this machine has vectors of " + VectorShape.LANES + " floats"
        : "";
  }
}
