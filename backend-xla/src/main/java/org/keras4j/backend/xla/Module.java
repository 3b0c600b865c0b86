package org.keras4j.backend.xla;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.keras4j.foreign.DeviceBuffer;
import org.keras4j.ir.Program;
import org.keras4j.stablehlo.CompiledModule;
import org.keras4j.stablehlo.StableHlo;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;
import org.keras4j.tensorflow.c.Graph;
import org.keras4j.tensorflow.c.Operation;
import org.keras4j.tensorflow.c.Output;
import org.keras4j.tensorflow.c.TensorHandle;

/// A program as a function of TensorFlow's that holds a StableHLO module and must be compiled by
/// XLA: compiled at the first run, forgotten when closed or unreachable.
final class Module implements CompiledModule {
  /// The newest form of the operation that every supported library understands.
  private static final int VERSION = 9;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong COUNT = new AtomicLong();

  private final CodeSpace space;
  private final Operation operation;
  private final List<TensorType> outputs;
  private final Cleaner.Cleanable cleanable;

  private Module(CodeSpace space, String name, List<TensorType> outputs) {
    this.space = space;
    this.operation = space.context().operation(name, Map.of());
    this.outputs = outputs;
    this.cleanable = CLEANER.register(this, () -> space.context().removeFunction(name));
  }

  static Module of(CodeSpace space, Program program) {
    String name = "keras4j_xla_" + COUNT.getAndIncrement();
    var out = program.outputTypes();
    try (var graph = new Graph()) {
      var inputs = new ArrayList<Output>();
      program.inputTypes().forEach(t -> inputs.add(graph.placeholder(t)));
      var results =
          graph
              .operation("XlaCallModule")
              .inputs(inputs)
              .set("version", Attribute.of(VERSION))
              .set("module", Attribute.of(StableHlo.module(program)))
              .set("Tin", Attribute.ofTypes(dtypes(program.inputTypes())))
              .set("Tout", Attribute.ofTypes(dtypes(out)))
              .set("Sout", Attribute.ofShapes(shapes(out)))
              .set("platforms", Attribute.ofTexts(List.of("CPU")))
              .buildAll();
      try (var function = graph.toFunction(name, inputs, results)) {
        space.add(function.set("_XlaMustCompile", Attribute.of(true)));
      }
    }
    return new Module(space, name, out);
  }

  private static List<DType> dtypes(List<TensorType> types) {
    return types.stream().map(TensorType::dtype).toList();
  }

  private static List<Shape> shapes(List<TensorType> types) {
    return types.stream().map(TensorType::shape).toList();
  }

  @Override
  public List<Array> run(List<Array> in, Set<Integer> givenUp) {
    var results = new ArrayList<Array>(outputs.size());
    try (var operands = TensorHandle.operands(in)) {
      for (TensorHandle result : operation.run(operands.tensors(), outputs.size())) {
        // The results belong to no context, so that they outlive this one's.
        try (result;
            var tensor = result.resolve()) {
          results.add(DeviceBuffer.array(outputs.get(results.size()), TensorHandle.of(tensor)));
        }
      }
      return results;
    } finally {
      Reference.reachabilityFence(space);
    }
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
