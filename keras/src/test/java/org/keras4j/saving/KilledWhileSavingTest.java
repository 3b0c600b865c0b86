package org.keras4j.saving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.layers.Layer;
import org.keras4j.models.Model;
import org.keras4j.models.Sequential;
import org.keras4j.tensor.Tensor;

class KilledWhileSavingTest {
  private static final int KILLED = 137;

  @TempDir Path folder;

  /// Ends the process while its assets are asked for: after the weights have been written.
  private static final class Deadly extends Layer {
    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return x;
    }

    @Override
    public Map<String, byte[]> assets() {
      Runtime.getRuntime().halt(KILLED);
      return Map.of();
    }
  }

  /// What the process that is killed does.
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      new Sequential(new Input(4), new Dense(64), new Deadly()).save(Path.of(arguments[0]));
    }
  }

  @Test
  void a_process_killed_in_the_middle_of_a_save_leaves_the_old_file_whole()
      throws IOException, InterruptedException, URISyntaxException {
    Path file = folder.resolve("model.keras");
    var model = new Sequential(new Input(4), new Dense(2));
    model.save(file);
    byte[] before = Files.readAllBytes(file);

    Process process = new ProcessBuilder(command(file)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(KILLED);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(Model.load(file).getWeights().getFirst().toFloats())
        .isEqualTo(model.getWeights().getFirst().toFloats());
    try (var files = Files.list(folder)) {
      assertThat(files.filter(f -> !f.getFileName().toString().startsWith("."))).hasSize(1);
    }
  }

  private static List<String> command(Path file) throws URISyntaxException {
    var main = Objects.requireNonNull(Main.class.getResource("KilledWhileSavingTest$Main.class"));
    Path classes = Path.of(main.toURI());
    for (String _ : Main.class.getName().split("\\.")) {
      classes = Objects.requireNonNull(classes.getParent());
    }
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--module-path",
        Objects.requireNonNull(System.getProperty("jdk.module.path")),
        "--patch-module",
        "org.keras4j=" + classes,
        "--module",
        "org.keras4j/" + Main.class.getName(),
        file.toString());
  }
}
