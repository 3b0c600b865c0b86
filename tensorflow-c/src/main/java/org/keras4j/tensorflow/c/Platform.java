package org.keras4j.tensorflow.c;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An operating system and processor, as TensorFlow's natives are named after them, and what its
/// libraries are called there.
///
/// @param name such as `linux-x86_64`
/// @param libraries the files to load, in order
record Platform(String name, List<String> libraries) {
  private static final String ARM = "arm64";
  private static final String INTEL = "x86_64";

  /// The one this JVM runs on.
  static Platform here() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String system, String processor) {
    String arch =
        switch (processor) {
          case "amd64", INTEL -> INTEL;
          case "aarch64", ARM -> ARM;
          default -> processor;
        };
    String os = system.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return new Platform("windows-" + arch, List.of("tensorflow_cc.dll"));
    }
    if (os.contains("mac")) {
      return new Platform(
          "macosx-" + arch, List.of("libtensorflow_framework.2.dylib", "libtensorflow_cc.2.dylib"));
    }
    return new Platform(
        "linux-" + arch, List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2"));
  }

  /// The dependency that brings the libraries of this platform.
  String dependency() {
    return "org.tensorflow:tensorflow-core-native:1.1.0:" + name;
  }

  /// What is wrong with a library file, seen from its first bytes; nothing if it was made for here.
  Optional<String> unfit(Path library) throws IOException {
    var head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    try (InputStream in = Files.newInputStream(library)) {
      head.put(in.readNBytes(20));
    }
    if (head.position() < 20) {
      return Optional.of("is no library: it has %d bytes".formatted(head.position()));
    }
    return name.startsWith("linux-") ? unfitElf(head) : Optional.empty();
  }

  private Optional<String> unfitElf(ByteBuffer head) {
    if (head.getInt(0) != 0x464c457f) {
      return Optional.of("is no Linux library");
    }
    String made =
        switch (head.getShort(18)) {
          case 62 -> INTEL;
          case 183 -> ARM;
          default -> "processor type " + head.getShort(18);
        };
    return name.endsWith(made)
        ? Optional.empty()
        : Optional.of("was made for %s, and this is %s".formatted(made, name));
  }
}
