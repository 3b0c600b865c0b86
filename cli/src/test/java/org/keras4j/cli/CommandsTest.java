package org.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.layers.Add;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Input;
import org.keras4j.models.Model;
import org.keras4j.models.Sequential;
import org.keras4j.saving.TensorFiles;
import org.keras4j.saving.format.Json;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import picocli.CommandLine;

class CommandsTest {
  private static final Array X = Array.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

  @TempDir private Path folder;
  private Model model = new Sequential(new Input(3), new Dense(2));

  private record Said(int code, String out, String err) {}

  /// Runs a command whose files are in the folder.
  private Said run(String line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    PrintStream before = System.out;
    PrintStream errBefore = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(line.replace("@", folder + "/").split(" ", -1));
      return new Said(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
      System.setErr(errBefore);
    }
  }

  @BeforeEach
  void files() throws IOException {
    model = new Sequential(new Input(3), new Dense(2)).name("small");
    model.compile(c -> c.optimizer("adam").loss("mse").metrics("mae"));
    model.save(folder.resolve("model.keras"));
    TensorFiles.writeNpy(folder.resolve("x.npy"), X);
    TensorFiles.writeNpy(folder.resolve("y.npy"), model.predict(X, f -> f.verbose(0)));
    Files.write(folder.resolve("broken.keras"), new byte[] {'P', 'K', 3, 4, 0});
    Files.writeString(folder.resolve("broken.npy"), "no numbers");
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("help", 0, "Begin with:"),
        Arguments.of("--version", 0, "keras4j 0.1.0"),
        Arguments.of("help predict", 0, "Examples:"),
        Arguments.of("summary @model.keras", 0, "Total params: 26"),
        Arguments.of("inspect @model.keras", 0, "Sequential \"small\""),
        Arguments.of("inspect @x.npy", 0, "float32"),
        Arguments.of("doctor", 0, "keras4j-backend-torch"),
        Arguments.of("export @model.keras --output @a.mlir", 0, "float32[1,3] -> float32[1,2]"),
        Arguments.of("summary @model.keras --line-length 60", 0, "Total params: 26"),
        Arguments.of("convert @model.keras @a.weights.json --max-shard-size 0.5", 0, "Wrote"),
        Arguments.of("help export", 0, "jax.export"),
        Arguments.of("evaluate @model.keras --input @x.npy --target @y.npy", 0, "loss: "));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_good_call_answers(String line, int code, String part) {
    var said = run(line);
    assertThat(said.out()).contains(part);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(code);
  }

  static Stream<Arguments> badCalls() {
    return Stream.of(
        Arguments.of("nonsense", 2, "nonsense"),
        Arguments.of("predict @model.keras", 2, "--input"),
        Arguments.of("summary @absent.keras", 2, "File not found"),
        Arguments.of("inspect @absent.h5", 2, "File not found"),
        Arguments.of("bench W77", 2, "Expected one of the works"),
        Arguments.of("bench W1 --threads 0", 2, "threads=0"),
        Arguments.of("convert @model.keras @model.h5", 2, "older .h5 is only read"),
        Arguments.of("export @model.keras", 2, "--output"),
        Arguments.of("export @model.keras --output @out.mlir --weights none", 2, "weights"),
        Arguments.of("export @model.keras --output @out.mlir --batch-size -1", 2, "--shape"),
        Arguments.of("export @model.keras --output @out.mlir --shape 1,4", 2, "shape=(1, 4)"),
        Arguments.of("export @model.keras --output @out.mlir --shape x", 2, "--shape x"),
        Arguments.of("export @broken.keras --output @out.mlir", 3, "broken.keras"),
        Arguments.of("predict @model.keras --input @broken.npy --output @out.npy", 3, "broken.npy"),
        Arguments.of("summary @broken.keras", 3, "broken.keras"),
        Arguments.of("inspect @broken.keras", 3, "broken.keras"),
        Arguments.of("conformance @ --kind layer --engine nothing", 2, "nothing"));
  }

  private static List<String> helpLines() {
    var command = new CommandLine(new Main());
    return Stream.concat(Stream.of(command), command.getSubcommands().values().stream())
        .filter(c -> !(c.getCommand() instanceof CommandLine.HelpCommand))
        .map(c -> c.getCommandSpec().usageMessage())
        .flatMap(m -> Stream.of(m.description(), m.footer()).flatMap(Arrays::stream))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void the_examples_of_the_help_are_calls_that_parse() {
    var examples =
        helpLines().stream()
            .map(String::strip)
            .filter(line -> line.startsWith("keras4j "))
            .map(line -> line.replaceAll("^keras4j | (  |[>|] ).*", ""))
            .toList();
    assertThat(examples).hasSizeGreaterThan(10);
    assertThat(examples)
        .allSatisfy(line -> new CommandLine(new Main()).parseArgs(line.split(" ", -1)));
  }

  /// What is laid out by hand fits a usual terminal; a paragraph is one line, however long, which
  /// each terminal breaks at its own width.
  @Test
  void help_is_laid_out_for_every_width() {
    var lines = helpLines();
    assertThat(lines).filteredOn(line -> line.startsWith(" ")).allMatch(line -> line.length() < 80);
    assertThat(lines)
        .filteredOn(line -> !line.startsWith(" "))
        .allMatch(line -> line.endsWith(".") || line.endsWith(":"));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void a_bad_call_says_why_and_writes_nothing(String line, int code, String part) {
    var said = run(line);
    assertThat(said.err()).startsWith("keras4j: ").contains(part);
    assertThat(said.out()).isEmpty();
    assertThat(said.code()).isEqualTo(code);
    assertThat(folder.resolve("out.npy")).doesNotExist();
    assertThat(folder.resolve("out.mlir")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary --json @model.keras",
        "inspect --json @model.keras",
        "doctor --json",
        "export --json @model.keras --output @a.mlir",
        "evaluate --json @model.keras --input @x.npy --target @y.npy"
      })
  void what_is_for_machines_is_json(String line) {
    assertThat(Json.parseObject(run(line).out(), line)).isNotEmpty();
  }

  @Test
  void a_model_is_exported_with_its_weights_or_without() throws IOException {
    Path file = folder.resolve("a.mlir");
    run("export @model.keras --output @a.mlir --batch-size 2");
    assertThat(file)
        .content()
        .contains("@main(%arg0: tensor<2x3xf32>) -> (tensor<2x2xf32>)")
        .contains("stablehlo.constant dense<[[")
        .contains("stablehlo.dot_general");
    run("export @model.keras --output @a.mlir --shape 5,3 --weights arguments");
    assertThat(file)
        .content()
        .contains("@main(%arg0: tensor<5x3xf32>, %arg1: tensor<3x2xf32>, %arg2: tensor<2xf32>)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch", "tensorflow", "xla", "pjrt"})
  void the_doctor_says_what_to_add_for_an_engine_that_is_not_there(String engine) {
    assertThat(run("doctor").out())
        .contains("not there: add the dependency org.keras4j:keras4j-backend-" + engine);
  }

  @Test
  void prediction_goes_from_file_to_file() {
    assertThat(run("predict @model.keras --input @x.npy --output @out.npy").code()).isZero();
    assertThat(TensorFiles.readNpy(folder.resolve("out.npy")).toFloats())
        .isEqualTo(model.predict(X, f -> f.verbose(0)).toFloats());
  }

  @Test
  void several_inputs_are_taken_by_name_and_outputs_named() {
    var a = new Input(3).name("a").tensor();
    var b = new Input(3).name("b").tensor();
    Tensor sum = new Add().name("sum").apply(a, b);
    var two = new Model(List.of(a, b), List.of(sum, new Dense(1).name("one").apply(sum)));
    two.save(folder.resolve("two.keras"));
    Map<String, Array> inputs = new LinkedHashMap<>();
    inputs.put("b", Array.of(Shape.of(1, 3), 10, 20, 30));
    inputs.put("a", Array.of(Shape.of(1, 3), 1, 2, 3));
    TensorFiles.write(folder.resolve("in.npz"), inputs);
    assertThat(run("predict @two.keras --input @in.npz --output @out.npz").code()).isZero();
    var out = TensorFiles.read(folder.resolve("out.npz"));
    assertThat(out).containsOnlyKeys("sum", "one");
    assertThat(Objects.requireNonNull(out.get("sum")).toFloats()).containsExactly(11, 22, 33);
    assertThat(run("predict @two.keras --input @x.npy --output @out2.npz").err())
        .contains("Expected 2 arrays, one for each input [a, b]");
  }

  @Test
  void a_model_survives_all_conversions() {
    assertThat(run("convert @model.keras @model.json").code()).isZero();
    assertThat(run("convert @model.keras @model.weights.h5").code()).isZero();
    assertThat(run("convert @model.weights.h5 @model.weights.json --model @model.json").code())
        .isZero();
    assertThat(run("convert @model.weights.json @again.keras --model @model.json").code()).isZero();
    assertThat(Model.load(folder.resolve("again.keras")).predict(X, f -> f.verbose(0)).toFloats())
        .isEqualTo(model.predict(X, f -> f.verbose(0)).toFloats());
    assertThat(run("convert @model.weights.h5 @no.keras").err()).contains("add --model FILE");
    assertThat(run("inspect @model.weights.json").out()).contains("layers/dense/vars/0");
  }

  @Test
  void inspecting_tells_of_every_weight_and_makes_nothing() {
    var facts = Json.parseObject(run("inspect --json @model.keras").out(), "inspect");
    assertThat(facts)
        .containsEntry("optimizer", "Adam")
        .containsKeys("metadata", "entries", "weights");
    assertThat(String.valueOf(facts.get("model"))).contains("InputLayer", "Dense");
    assertThat(String.valueOf(facts.get("weights"))).contains("layers/dense/vars/0", "(3, 2)");
  }
}
