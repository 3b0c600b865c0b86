package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.ir.Control;
import org.keras4j.ir.Control.Composite;
import org.keras4j.ir.Control.Cond;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Control.While;
import org.keras4j.ir.Program;
import org.keras4j.tensor.TensorType;

/// Branches and loops as steps that run plans of their own; composites as the library's operators,
/// or their bodies in place.
final class ControlLowering {
  private final Assembly assembly;

  ControlLowering(Assembly assembly) {
    this.assembly = assembly;
  }

  List<Ref> lower(Control op, List<Operand> in, List<TensorType> results) {
    return switch (op) {
      case Composite c ->
          new CompositeLowering(assembly)
              .lower(c.name(), c.attributes(), in)
              .map(out -> out.stream().map(Operand::ref).toList())
              .orElseGet(() -> new Lowering(assembly).body(c.body(), refs(in)));
      case Cond(var branches) -> {
        var plans = branches.stream().map(b -> Lowering.plan(b, Set.of())).toList();
        yield step(in, results, (sources, out) -> new Loops.Branch(plans, sources, out));
      }
      case While loop -> {
        var test = body(loop.condition(), loop.conditionConstants(), 0);
        var body = body(loop.body(), loop.bodyConstants(), in.size() - loop.conditionConstants());
        yield step(in, results, (sources, out) -> new Loops.Repeat(loop, test, body, sources, out));
      }
      case Scan scan -> {
        var body = body(scan.body(), scan.constants(), scan.constants() + scan.carry());
        yield step(
            in, results, (sources, out) -> new Loops.Sweep(scan, body, results, sources, out));
      }
    };
  }

  /// The body of a loop: its first inputs stay from step to step, those up to `carried` are its to
  /// overwrite.
  private static Plan body(Program program, int constants, int carried) {
    var assembly = new Assembly();
    var in = new ArrayList<Ref>();
    for (int i = 0; i < program.inputs().size(); i++) {
      in.add(assembly.input(program.inputs().get(i).type(), i >= constants && i < carried));
    }
    return assembly.finish(new Lowering(assembly).body(program, in));
  }

  private static List<Ref> refs(List<Operand> in) {
    return in.stream().map(Operand::ref).toList();
  }

  private List<Ref> step(List<Operand> in, List<TensorType> results, Assembly.Making making) {
    return assembly.step(
        refs(in),
        results.stream().map(t -> new Ref(0, t.shape(), Kind.of(t.dtype()))).toList(),
        Aten.Sharing.NONE,
        making);
  }
}
