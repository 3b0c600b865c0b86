package org.keras4j.backend.tensorflow;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keras4j.foreign.DeviceBuffer;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Context;
import org.keras4j.tensorflow.c.Function;
import org.keras4j.tensorflow.c.TensorHandle;

/// A program as one function of TensorFlow's, or as a few of its operations. Forgotten by
/// TensorFlow when nobody holds it any more.
final class CompiledFunction implements Executable {
  private static final Cleaner CLEANER = Cleaner.create();

  /// Constants of more elements are inputs that stay with TensorFlow, not part of the function.
  private static final long LARGE = 256;

  private final Runner runner;
  private final List<Array> lifted;
  private final List<TensorType> results;
  private final Set<Integer> donated;

  /// What computes results from operands.
  private interface Runner {
    List<TensorHandle> run(List<TensorHandle> operands);
  }

  private CompiledFunction(
      Runner runner, List<Array> lifted, List<TensorType> results, Set<Integer> donated) {
    this.runner = runner;
    this.lifted = lifted;
    this.results = results;
    this.donated = Set.copyOf(donated);
  }

  static CompiledFunction of(Context context, Program program, Set<Integer> donated) {
    var lifted = new ArrayList<Array>();
    for (var equation : program.equations()) {
      if (equation.op() instanceof Constant(Array value) && value.type().size() > LARGE) {
        lifted.add(value);
      }
    }
    try (var library = new FunctionLibrary()) {
      var function = Lowering.function(program, library, lifted);
      return of(context, program, library, function, lifted, donated);
    }
  }

  /// A single primitive.
  static CompiledFunction ofPrimitive(Context context, Program program) {
    try (var library = new FunctionLibrary()) {
      var either = Lowering.either(program, library);
      return either
          .sequence()
          .map(
              sequence ->
                  new CompiledFunction(
                      sequence.on(context)::run, List.of(), program.outputTypes(), Set.of()))
          .orElseGet(
              () -> of(context, program, library, either.function().get(), List.of(), Set.of()));
    }
  }

  private static CompiledFunction of(
      Context context,
      Program program,
      FunctionLibrary library,
      Function function,
      List<Array> lifted,
      Set<Integer> donated) {
    var names = library.addTo(context);
    var types = program.outputTypes();
    var call = context.operation(function.name(), Map.of());
    var compiled =
        new CompiledFunction(operands -> call.run(operands, types.size()), lifted, types, donated);
    CLEANER.register(compiled, () -> names.forEach(context::removeFunction));
    return compiled;
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    var all = lifted.isEmpty() ? inputs : join(inputs, lifted);
    try (var operands = TensorHandle.operands(all)) {
      var handles = runner.run(operands.tensors());
      operands.giveUp(donated);
      var out = new ArrayList<Array>(handles.size());
      for (int i = 0; i < handles.size(); i++) {
        out.add(DeviceBuffer.array(results.get(i), handles.get(i)));
      }
      return out;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static List<Array> join(List<Array> a, List<Array> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
