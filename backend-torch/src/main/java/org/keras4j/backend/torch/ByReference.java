package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Primitive;
import org.keras4j.reference.ReferenceBackend;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.TensorType;

/// Steps that the reference engine computes on the host, for what the library has no operator for.
final class ByReference {
  private static final ReferenceBackend REFERENCE = new ReferenceBackend();

  private ByReference() {}

  static List<Ref> step(
      Assembly assembly, Primitive op, List<Lowering.Operand> in, List<TensorType> results) {
    var types = in.stream().map(Lowering.Operand::type).toList();
    return assembly.step(
        in.stream().map(Lowering.Operand::ref).toList(),
        results.stream().map(t -> new Ref(0, t.shape(), Kind.of(t.dtype()))).toList(),
        Aten.Sharing.NONE,
        (sources, out) -> frame -> run(op, types, results, sources, out, frame));
  }

  private static void run(
      Primitive op,
      List<TensorType> types,
      List<TensorType> results,
      List<Call.Source> sources,
      int[] out,
      Frame frame) {
    var arrays = new ArrayList<Array>();
    for (int i = 0; i < types.size(); i++) {
      var host = HostBuffer.zeros(types.get(i));
      Tensors.read(Call.look(sources.get(i), frame), host);
      arrays.add(Array.of(types.get(i), host));
      Call.letGo(sources.get(i), frame);
    }
    var answers = REFERENCE.execute(op, arrays);
    for (int i = 0; i < out.length; i++) {
      if (out[i] >= 0) {
        TensorType type = results.get(i);
        try (var value = Tensors.empty(type.shape(), Kind.of(type.dtype()))) {
          Tensors.write(answers.get(i).host(), Tensors.address(value));
          frame.at(out[i]).swap(value);
        }
      }
    }
  }
}
