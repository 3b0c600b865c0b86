package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Control;
import org.keras4j.ir.Control.Composite;
import org.keras4j.ir.Control.Cond;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Control.While;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Branches and loops, as regions that see the values around them.
final class ControlHlo {
  private final Hlo hlo;
  private final StableHlo programs;

  ControlHlo(Hlo hlo, StableHlo programs) {
    this.hlo = hlo;
    this.programs = programs;
  }

  List<Value> write(Control op, List<Value> in, List<TensorType> out) {
    return switch (op) {
      case Cond cond -> cond(cond, in, out);
      case While loop -> whileLoop(loop, in);
      case Scan scan -> scan(scan, in, out);
      case Composite composite -> programs.body(composite.body(), in);
    };
  }

  private List<Value> cond(Cond op, List<Value> in, List<TensorType> out) {
    Value choice = in.getFirst();
    Value last = hlo.like(choice, op.branches().size() - 1);
    Value clamped =
        hlo.same(
            "stablehlo.minimum", hlo.same("stablehlo.maximum", choice, hlo.like(choice, 0)), last);
    var rest = in.subList(1, in.size());
    var regions =
        op.branches().stream()
            .map(branch -> hlo.region(List.of(), _ -> programs.body(branch, rest)))
            .toList();
    return hlo.general("case", List.of(clamped), "", regions, out);
  }

  private List<Value> whileLoop(While op, List<Value> in) {
    int start = op.conditionConstants() + op.bodyConstants();
    var tested = in.subList(0, op.conditionConstants());
    var fixed = in.subList(op.conditionConstants(), start);
    var carry = in.subList(start, in.size());
    var types = Hlo.types(carry);
    String condition = hlo.region(types, v -> programs.body(op.condition(), joined(tested, v)));
    String body = hlo.region(types, v -> programs.body(op.body(), joined(fixed, v)));
    return hlo.general("while", carry, "", List.of(condition, body), types);
  }

  /// A loop that counts, carrying the stacked results as well.
  private List<Value> scan(Scan op, List<Value> in, List<TensorType> out) {
    var constants = in.subList(0, op.constants());
    var carry = in.subList(op.constants(), op.constants() + op.carry());
    var sequences = in.subList(op.constants() + op.carry(), in.size());
    if (op.length() == 0) {
      var nothing = out.subList(op.carry(), out.size()).stream().map(t -> hlo.fill(t, 0)).toList();
      return joined(carry, nothing);
    }
    var state = new ArrayList<Value>();
    state.add(hlo.scalar(DType.INT32, 0));
    state.addAll(carry);
    out.subList(op.carry(), out.size()).forEach(t -> state.add(hlo.fill(t, 0)));
    var types = Hlo.types(state);
    Value length = hlo.scalar(DType.INT32, op.length());
    String condition =
        hlo.region(types, v -> List.of(hlo.compare(CompareOp.LT, v.getFirst(), length)));
    String body =
        hlo.region(
            types,
            v -> {
              Value n = v.getFirst();
              Value i =
                  op.reverse() ? hlo.subtract(hlo.scalar(DType.INT32, op.length() - 1), n) : n;
              var arguments = new ArrayList<>(constants);
              arguments.addAll(v.subList(1, 1 + op.carry()));
              sequences.forEach(s -> arguments.add(row(s, i)));
              var results = programs.body(op.body(), arguments);
              var next = new ArrayList<Value>();
              next.add(hlo.add(n, hlo.scalar(DType.INT32, 1)));
              next.addAll(results.subList(0, op.carry()));
              for (int k = op.carry(); k < results.size(); k++) {
                next.add(withRow(v.get(1 + k), results.get(k), i));
              }
              return next;
            });
    var all = hlo.general("while", state, "", List.of(condition, body), types);
    return all.subList(1, all.size());
  }

  private Value row(Value sequence, Value i) {
    Shape shape = sequence.shape();
    var sizes = shape.with(0, 1);
    Value cut =
        hlo.call(
            "stablehlo.dynamic_slice",
            joined(List.of(sequence), starts(i, shape.rank())),
            ", sizes = " + sizes.toList(),
            sequence.type().withShape(sizes));
    return hlo.reshape(cut, shape.slice(1, shape.rank()));
  }

  private Value withRow(Value stacked, Value slice, Value i) {
    Value update = hlo.reshape(slice, Shape.of(1).concat(slice.shape()));
    return hlo.call(
        "stablehlo.dynamic_update_slice",
        joined(List.of(stacked, update), starts(i, stacked.shape().rank())),
        "",
        stacked.type());
  }

  private List<Value> starts(Value i, int rank) {
    var starts = new ArrayList<>(List.of(i));
    if (rank > 1) {
      Value zero = hlo.scalar(DType.INT32, 0);
      for (int axis = 1; axis < rank; axis++) {
        starts.add(zero);
      }
    }
    return starts;
  }

  private static List<Value> joined(List<Value> a, List<Value> b) {
    var all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
