package org.keras4j.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keras4j.models.Model;
import org.keras4j.saving.format.AtomicFile;
import org.keras4j.stablehlo.Exported;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        """
        Writes what a model computes when it predicts as a StableHLO module: text with a \
        function main, which XLA, IREE and others compile, without Keras.\
        """,
    footer = {
      "",
      """
      The weights are constants in the module, so that it stands for itself, as what \
      jax.export makes of a function that closes over them. With --weights arguments they \
      are arguments after the inputs, in the order that --json prints.\
      """,
      "",
      "Examples:",
      "  keras4j export digits.keras --output digits.mlir",
      "  keras4j export digits.keras --output digits.mlir --weights arguments",
      "  keras4j export digits.keras --output digits.mlir --batch-size 32 --json",
      "  keras4j export any.keras --output any.mlir --shape 1,100,3",
      "",
      """
      A module computes for one batch size and shape. Exit code 2: the model does what \
      StableHLO has no operation for, or has shapes that are not known.\
      """
    })
final class ExportCommand implements Callable<Integer> {
  /// What becomes of weights, as the command line writes it.
  private enum Weights {
    constants,
    arguments
  }

  @Parameters(
      paramLabel = "FILE",
      description = "A .keras file, an older .h5, or JSON of a config.")
  private Path file = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the module, such as model.mlir.")
  private Path output = Path.of("");

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "The size of an input's first axis, where it is open (default: 1).")
  private int batchSize = 1;

  @Option(
      names = "--shape",
      paramLabel = "DIMS",
      description =
          "The shape of an input, with its batch: 1,224,224,3. Once for each, in order; needed where more than the batch is open.")
  private List<String> shapes = List.of();

  @Option(
      names = "--weights",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Weights weights = Weights.constants;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  @Override
  public Integer call() {
    return engine.during(this::run);
  }

  private int run() {
    var model = ModelFiles.model(file);
    var exported =
        Exported.of(
            types(model),
            in -> predict(model, in),
            weights == Weights.constants ? Exported.Weights.CONSTANTS : Exported.Weights.ARGUMENTS);
    byte[] text = exported.text().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(output, out -> out.write(text));
    print(model, exported, text.length);
    return 0;
  }

  private static List<Tensor> predict(Model model, List<Tensor> in) {
    Tree<Tensor> inputs =
        model.isFunctional()
            ? model.inputStructure().pack(in)
            : in.size() == 1 ? Tree.leaf(in.getFirst()) : Tree.sequence(in);
    return model.applyAll(inputs, c -> c.training(false)).flatten();
  }

  private List<TensorType> types(Model model) {
    var inputs = model.isFunctional() ? model.inputs() : List.<KerasTensor>of();
    int expected = model.isFunctional() ? inputs.size() : Math.max(1, shapes.size());
    if (!shapes.isEmpty() && shapes.size() != expected) {
      throw new IllegalArgumentException(
          "Expected --shape once for each of the model's %d inputs. Received: %d times"
              .formatted(expected, shapes.size()));
    }
    var types = new ArrayList<TensorType>();
    for (int i = 0; i < expected; i++) {
      var known = model.isFunctional() ? Optional.of(inputs.get(i)) : Optional.<KerasTensor>empty();
      types.add(type(known, i < shapes.size() ? Optional.of(shapes.get(i)) : Optional.empty()));
    }
    return types;
  }

  private TensorType type(Optional<KerasTensor> input, Optional<String> given) {
    DType dtype = input.map(KerasTensor::dtype).orElse(DType.FLOAT32);
    Shape shape =
        given
            .map(ExportCommand::parse)
            .or(() -> input.map(t -> withBatch(t.shape())))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The model's file does not say what its inputs are: add --shape for each."));
    boolean fits =
        input.map(t -> fits(t.shape(), shape)).orElse(true)
            && shape.toList().stream().allMatch(d -> d >= 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "Expected a shape without open axes that the input has; say it by --shape. Received: shape=%s for the input %s"
              .formatted(shape, input.map(t -> t.name() + " " + t.shape()).orElse("of a model")));
    }
    return new TensorType(dtype, shape);
  }

  private Shape withBatch(Shape shape) {
    if (shape.rank() == 0 || shape.dim(0) != Shape.UNKNOWN) {
      return shape;
    }
    int[] dims = shape.toList().stream().mapToInt(Integer::intValue).toArray();
    dims[0] = batchSize;
    return Shape.of(dims);
  }

  private static Shape parse(String text) {
    try {
      return Shape.of(
          Stream.of(text.split(",")).map(String::strip).mapToInt(Integer::parseInt).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Expected sizes of axes, such as 1,224,224,3. Received: --shape " + text, e);
    }
  }

  private static boolean fits(Shape open, Shape shape) {
    return open.rank() == shape.rank()
        && IntStream.range(0, open.rank())
            .allMatch(i -> open.dim(i) == Shape.UNKNOWN || open.dim(i) == shape.dim(i));
  }

  private Map<String, Object> facts(Model model, Exported exported, long bytes) {
    var out = new LinkedHashMap<String, Object>();
    out.put("file", output.toString());
    out.put("bytes", bytes);
    out.put("model", model.name());
    out.put("inputs", texts(exported.inputs()));
    var arguments = new ArrayList<Map<String, Object>>();
    for (Exported.Weight weight : exported.weights()) {
      arguments.add(Map.of("path", weight.path(), "type", weight.type().toString()));
    }
    out.put("weights", arguments);
    out.put("outputs", texts(exported.outputs()));
    return out;
  }

  private static List<String> texts(List<TensorType> types) {
    return types.stream().map(TensorType::toString).toList();
  }

  private void print(Model model, Exported exported, long bytes) {
    System.out.println(
        json
            ? JsonText.of(facts(model, exported, bytes))
            : "Wrote %s: %s -> %s, %s."
                .formatted(
                    output,
                    String.join(", ", texts(exported.inputs())),
                    String.join(", ", texts(exported.outputs())),
                    InspectCommand.bytes(bytes)));
  }
}
