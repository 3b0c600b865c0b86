package org.keras4j.backend.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.keras4j.tck.LibraryContract;

class TorchLibraryTest extends LibraryContract {
  TorchLibraryTest() {
    super("torch", "pytorch-", "org.bytedeco:pytorch");
  }

  @Override
  protected Start withLibrary(Path folder, byte[] library) throws IOException {
    Path place =
        Files.createDirectories(
            folder.resolve("classes/org/bytedeco/pytorch").resolve(Loader.getPlatform()));
    Files.write(place.resolve("libjnitorch.so"), library);
    return new Start(List.of(folder.resolve("classes")), cache(folder.resolve("cache")));
  }

  @Override
  protected Start withCache(Path place) {
    return new Start(List.of(), cache(place));
  }

  private static List<String> cache(Path place) {
    return List.of("-Dorg.bytedeco.javacpp.cachedir=" + place);
  }
}
