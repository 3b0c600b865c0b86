package org.keras4j.backend.pjrt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.foreign.UnusableLibraryException;

/// What is said of a file that is no plugin for here.
class PluginTest {
  @TempDir private Path folder;

  @AfterEach
  void forgetTheSetting() {
    System.clearProperty(Plugin.SETTING);
  }

  private static void assertRefused(Path file, String message) {
    System.setProperty(Plugin.SETTING, file.toString());
    assertThatThrownBy(Plugin::load)
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
  }

  @Test
  void without_a_name_it_says_what_to_set() {
    System.setProperty(Plugin.SETTING, "");
    assertThatThrownBy(Plugin::load)
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessage(
            "no plugin is named: set KERAS4J_PJRT_PLUGIN to the file of a PJRT plugin (a shared library with the function GetPjrtApi).");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertRefused(
        folder.resolve("none.so"), "Expected a file of a PJRT plugin that can be read. Received: ");
    assertRefused(folder, "Expected a file of a PJRT plugin that can be read. Received: ");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the heads of other systems' libraries differ")
  void a_file_that_is_no_library_or_another_processors_is_not_loaded() throws IOException {
    assertRefused(
        Files.writeString(folder.resolve("page.so"), "a page that says: not found"),
        "is no Linux library");
    assertRefused(Files.write(folder.resolve("short.so"), new byte[3]), "it has 3 bytes");
    byte[] elf =
        ByteBuffer.allocate(64)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0, 0x464c457f)
            .putShort(18, (short) 8) // MIPS
            .array();
    assertRefused(
        Files.write(folder.resolve("mips.so"), elf), "was made for processor type 8, and this is ");
  }

  @Test
  void a_library_that_is_no_plugin_is_refused() {
    Path home = Path.of(System.getProperty("java.home"));
    String library = System.mapLibraryName("zip");
    Path file = home.resolve("lib").resolve(library);
    assertRefused(
        Files.exists(file) ? file : home.resolve("bin").resolve(library),
        "Expected a PJRT plugin, which has the function GetPjrtApi.");
  }
}
