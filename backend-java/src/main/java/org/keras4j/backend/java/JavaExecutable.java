package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// A program ready to run: kernels in order over numbered places. Working memory is kept between
/// runs, one set for every run that is under way at once.
final class JavaExecutable implements Executable {
  private final Layout layout;
  private final List<TensorType> outputTypes;
  private final ConcurrentLinkedDeque<Object[]> idle = new ConcurrentLinkedDeque<>();

  private JavaExecutable(Layout layout, List<TensorType> outputTypes) {
    this.layout = layout;
    this.outputTypes = outputTypes;
  }

  static JavaExecutable compile(Program program, Set<Integer> donated) {
    return new JavaExecutable(Layout.of(Inlining.inline(program), donated), program.outputTypes());
  }

  @Override
  public List<Array> run(List<Array> inputs) {
    Object[] in = new Object[inputs.size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = inputs.get(i).host().array();
    }
    Object[] out = run(in);
    var results = new ArrayList<Array>(out.length);
    for (int i = 0; i < out.length; i++) {
      results.add(Array.of(outputTypes.get(i), new HostBuffer(out[i])));
    }
    return List.copyOf(results);
  }

  /// Runs on Java arrays; the results are arrays that nobody else has.
  Object[] run(Object[] in) {
    Object[] places = idle.poll();
    if (places == null) {
      places = layout.newPlaces();
    }
    layout.begin(places, in);
    for (Layout.Step step : layout.steps()) {
      Object[] a = gather(places, step.in());
      Object[] z = gather(places, step.out());
      step.kernel().run(a, z);
    }
    Object[] out = layout.finish(places);
    idle.push(places);
    return out;
  }

  private static Object[] gather(Object[] places, int[] numbers) {
    Object[] out = new Object[numbers.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = places[numbers[i]];
    }
    return out;
  }
}
