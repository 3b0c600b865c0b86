package org.keras4j.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {
  private static final NativePlatform INTEL = NativePlatform.of("Linux", "amd64");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "Linux,      amd64,   linux-x86_64",
    "Linux,      aarch64, linux-arm64",
    "Linux,      riscv64, linux-riscv64",
    "Mac OS X,   aarch64, macosx-arm64",
    "Windows 11, amd64,   windows-x86_64",
  })
  void each_platform_is_named_as_artifacts_are(String system, String processor, String name) {
    assertThat(NativePlatform.of(system, processor).name()).isEqualTo(name);
  }

  /// The first bytes of a library for a processor.
  private static byte[] elf(int machine) {
    var head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    return head.putInt(0, 0x464c457f).putShort(18, (short) machine).array();
  }

  @Test
  void a_library_for_another_processor_is_known_before_it_is_loaded() throws IOException {
    Path library = folder.resolve("library.so");
    Files.write(library, elf(62));
    assertThat(INTEL.unfit(library)).isEmpty();
    Files.write(library, elf(183));
    assertThat(INTEL.unfit(library)).contains("was made for arm64, and this is linux-x86_64");
    Files.writeString(library, "a page that says: not found");
    assertThat(INTEL.unfit(library)).contains("is no Linux library");
    Files.write(library, new byte[3]);
    assertThat(INTEL.unfit(library)).contains("is no library: it has 3 bytes");
  }

  @Test
  void what_cannot_be_loaded_is_named_with_the_reason() throws IOException {
    Path library = Files.write(folder.resolve("library.so"), elf(62));
    assertThatThrownBy(() -> INTEL.load(library))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageStartingWith(library + " cannot be loaded: ");
    Path none = folder.resolve("none.so");
    assertThatThrownBy(() -> INTEL.load(none))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining(none.toString());
  }
}
