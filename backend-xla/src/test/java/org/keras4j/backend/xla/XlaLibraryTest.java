package org.keras4j.backend.xla;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keras4j.tck.LibraryContract;

class XlaLibraryTest extends LibraryContract {
  XlaLibraryTest() {
    super("xla", "tensorflow-core-native-", "org.tensorflow:tensorflow-core-native:1.1.0:");
  }

  @Override
  protected Start withLibrary(Path folder, byte[] library) throws IOException {
    Files.write(folder.resolve("libtensorflow_framework.so.2"), library);
    Files.write(folder.resolve("libtensorflow_cc.so.2"), library);
    return new Start(List.of(), List.of("-DKERAS4J_TENSORFLOW_LIBRARY=" + folder));
  }

  @Override
  protected Start withCache(Path place) {
    return new Start(List.of(), List.of("-DKERAS4J_CACHE=" + place));
  }
}
