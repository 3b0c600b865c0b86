package org.keras4j.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Model;
import org.keras4j.models.Sequential;

/// What every engine on a native library keeps when its library cannot be used: it says why, and
/// what to do, and the process goes on. A subclass of this among an engine's tests says where its
/// library comes from.
///
/// {@snippet :
/// class MyLibraryTest extends LibraryContract {
///   MyLibraryTest() {
///     super("mine", "mine-native-", "org.mine:mine-native");
///   }
/// }
/// }
public abstract class LibraryContract {
  private static final int OTHER_PROCESSOR = 8; // MIPS

  private final String engine;
  private final String artifact;
  private final String dependency;

  @TempDir private Path folder;

  /// The contract of an engine.
  ///
  /// @param engine its name
  /// @param artifact how the names of the files with its library begin
  /// @param dependency what it tells a user to add
  protected LibraryContract(String engine, String artifact, String dependency) {
    this.engine = engine;
    this.artifact = artifact;
    this.dependency = dependency;
  }

  /// How another process is started.
  ///
  /// @param first folders before the class path
  /// @param options for Java
  protected record Start(List<Path> first, List<String> options) {
    /// Copies the lists.
    public Start {
      first = List.copyOf(first);
      options = List.copyOf(options);
    }
  }

  /// How a process is started that finds a library made for another processor.
  ///
  /// @param folder empty
  /// @param library the first bytes of such a library
  protected abstract Start withLibrary(Path folder, byte[] library) throws IOException;

  /// How a process is started that is told to unpack libraries to a place.
  protected abstract Start withCache(Path place);

  private EngineProcess.Ended ask(Start start, boolean hasLibrary)
      throws IOException, InterruptedException {
    return EngineProcess.run(
        WhyUnusable.class,
        start.first(),
        entry -> hasLibrary || !isNative(Path.of(entry)),
        start.options(),
        List.of(engine));
  }

  private boolean isNative(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith(artifact) && name.matches(".*(linux|macosx|windows).*\\.jar");
  }

  private static void assertSays(EngineProcess.Ended ended, String... parts) {
    assertEquals(0, ended.code(), ended.said());
    for (String part : parts) {
      assertTrue(ended.said().contains(part), () -> "Expected " + part + " in: " + ended.said());
    }
  }

  @Test
  void without_its_library_it_says_which_dependency_to_add()
      throws IOException, InterruptedException {
    assertSays(
        ask(new Start(List.of(), List.of()), false), "not usable: ", "dd the depend", dependency);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the heads of other systems' libraries differ")
  void a_library_for_another_processor_is_refused_and_the_process_goes_on()
      throws IOException, InterruptedException {
    byte[] head =
        ByteBuffer.allocate(64)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0, 0x464c457f)
            .putShort(18, (short) OTHER_PROCESSOR)
            .array();
    assertSays(
        ask(withLibrary(folder, head), true), "not usable: ", folder.toString(), "processor");
  }

  @Test
  void a_place_to_unpack_to_that_cannot_be_used_is_named_with_what_to_do()
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("cache"), "a file, no folder");
    assertSays(ask(withCache(file), true), "not usable: ", file.toString(), "writable");
    assertEquals("a file, no folder", Files.readString(file));
  }

  @Test
  @Tag("slow")
  void a_process_killed_in_the_middle_of_a_save_leaves_the_old_file_whole()
      throws IOException, InterruptedException {
    Path file = folder.resolve("model.keras");
    new Sequential(new Input(4), new Dense(2)).save(file);
    byte[] before = Files.readAllBytes(file);
    var ended =
        EngineProcess.run(
            KilledWhileSaving.class,
            List.of(),
            _ -> true,
            List.of(),
            new ArrayList<>(List.of(engine, file.toString())));
    assertEquals(KilledWhileSaving.CODE, ended.code(), ended.said());
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(2, Model.load(file).getWeights().size());
  }
}
