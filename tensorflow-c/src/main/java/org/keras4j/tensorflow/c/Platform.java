package org.keras4j.tensorflow.c;

import java.util.List;
import org.keras4j.foreign.NativePlatform;

/// What TensorFlow's libraries are called on an operating system and processor.
///
/// @param libraries the files to load, in order
record Platform(NativePlatform machine, List<String> libraries) {
  /// The one this JVM runs on.
  static Platform here() {
    return of(NativePlatform.here());
  }

  static Platform of(NativePlatform machine) {
    if (machine.name().startsWith("windows-")) {
      return new Platform(machine, List.of("tensorflow_cc.dll"));
    }
    return new Platform(
        machine,
        machine.name().startsWith("macosx-")
            ? List.of("libtensorflow_framework.2.dylib", "libtensorflow_cc.2.dylib")
            : List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2"));
  }

  /// As the natives are named after it: `linux-x86_64`.
  String name() {
    return machine.name();
  }

  /// The dependency that brings the libraries of this platform.
  String dependency() {
    return "org.tensorflow:tensorflow-core-native:1.1.0:" + name();
  }
}
