package org.keras4j.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// An operating system and processor, and the libraries that were made for it.
///
/// @param name as artifacts are named after it, such as `linux-x86_64`
public record NativePlatform(String name) {
  private static final String ARM = "arm64";
  private static final String INTEL = "x86_64";
  private static final int ELF = 0x464c457f;

  /// The bytes at the beginning of an ELF file that say what it is.
  private static final int HEAD = 20;

  /// The one this JVM runs on.
  public static NativePlatform here() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /// The one of the names that Java gives to a system and a processor.
  public static NativePlatform of(String system, String processor) {
    String arch =
        switch (processor) {
          case "amd64", INTEL -> INTEL;
          case "aarch64", ARM -> ARM;
          default -> processor;
        };
    String os = system.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return new NativePlatform("windows-" + arch);
    }
    return new NativePlatform((os.contains("mac") ? "macosx-" : "linux-") + arch);
  }

  /// The symbols of a library, which is loaded for good.
  ///
  /// @throws UnusableLibraryException if it was made for another system or processor, is no
  ///   library, or lacks another that it needs
  @SuppressWarnings("restricted") // loads native code
  public SymbolLookup load(Path library) {
    try {
      var unfit = unfit(library);
      if (unfit.isPresent()) {
        throw new UnusableLibraryException("%s %s.".formatted(library, unfit.get()));
      }
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableLibraryException(
          "%s cannot be loaded: %s".formatted(library, e.getMessage()), e);
    }
  }

  /// What is wrong with a library file, seen from its first bytes; nothing if it was made for this
  /// system and processor.
  public Optional<String> unfit(Path library) throws IOException {
    try (InputStream in = Files.newInputStream(library)) {
      return unfit(in);
    }
  }

  /// What is wrong with a library, read from its beginning; nothing if it was made for this system
  /// and processor.
  public Optional<String> unfit(InputStream library) throws IOException {
    var head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.put(library.readNBytes(HEAD));
    if (head.position() < HEAD) {
      return Optional.of("is no library: it has %d bytes".formatted(head.position()));
    }
    return name.startsWith("linux-") ? unfitElf(head) : Optional.empty();
  }

  private Optional<String> unfitElf(ByteBuffer head) {
    if (head.getInt(0) != ELF) {
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
