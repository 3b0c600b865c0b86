package org.keras4j.backend.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Backend;
import org.keras4j.runtime.Device;
import org.keras4j.runtime.Executable;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// The embedded engine: kernels on heap arrays, which the collector owns.
final class JavaBackend implements Backend {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public List<Array> execute(Primitive op, List<Array> in) {
    var types = new ArrayList<TensorType>(in.size());
    Object[] arrays = new Object[in.size()];
    for (int i = 0; i < arrays.length; i++) {
      Array x = in.get(i);
      types.add(x.type());
      arrays[i] = x.host().array();
    }
    var results = op.infer(types);
    if (op instanceof Reshape) {
      return List.of(Array.of(results.getFirst(), in.getFirst().host()));
    }
    return run(Kernels.of(op, types, results), arrays, results);
  }

  private static List<Array> run(Kernel kernel, Object[] in, List<TensorType> results) {
    Object[] out = new Object[results.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = HostBuffer.zeros(results.get(i)).array();
    }
    kernel.run(in, out);
    if (out.length == 1) {
      return List.of(Array.of(results.getFirst(), new HostBuffer(out[0])));
    }
    var arrays = new ArrayList<Array>(out.length);
    for (int i = 0; i < out.length; i++) {
      arrays.add(Array.of(results.get(i), new HostBuffer(out[i])));
    }
    return arrays;
  }

  @Override
  public Optional<List<Array>> executeComposite(
      String name, Map<String, Object> attributes, List<Array> in) {
    var types = in.stream().map(Array::type).toList();
    return CompositeKernels.of(name, attributes, types)
        .map(
            made ->
                run(
                    made.kernel(),
                    in.stream().map(x -> x.host().array()).toArray(),
                    made.results()));
  }

  @Override
  public Executable compile(Program program, Set<Integer> donated) {
    return JavaExecutable.compile(program, donated);
  }

  @Override
  public List<Device> devices() {
    return List.of(
        new Device("cpu", 0, Runtime.getRuntime().availableProcessors() + " processors"));
  }
}
