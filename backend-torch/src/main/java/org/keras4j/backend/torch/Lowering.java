package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.Bitcast;
import org.keras4j.ir.Elementwise.Convert;
import org.keras4j.ir.Elementwise.Select;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Says every primitive in calls of the library.
final class Lowering {
  private final Assembly assembly;

  Lowering(Assembly assembly) {
    this.assembly = assembly;
  }

  /// A value with the type it has in the program, which the library's element type does not always
  /// tell.
  record Operand(Ref ref, TensorType type) {
    DType dtype() {
      return type.dtype();
    }

    Shape shape() {
      return type.shape();
    }
  }

  /// A program as a plan.
  static Plan plan(Program program, Set<Integer> donated) {
    var assembly = new Assembly();
    var in = new ArrayList<Ref>();
    for (int i = 0; i < program.inputs().size(); i++) {
      in.add(assembly.input(program.inputs().get(i).type(), donated.contains(i)));
    }
    return assembly.finish(new Lowering(assembly).body(program, in));
  }

  /// A plan of one primitive.
  static TorchExecutable single(Primitive op, List<TensorType> types) {
    var assembly = new Assembly();
    var in = types.stream().map(t -> assembly.input(t, false)).toList();
    var results = op.infer(types);
    return new TorchExecutable(
        assembly.finish(new Lowering(assembly).lower(op, in, types, results)),
        types,
        results,
        Set.of());
  }

  /// A plan of a named composition, if the library has operators for it.
  static Optional<TorchExecutable> named(
      String name, Map<String, Object> attributes, List<TensorType> types) {
    var assembly = new Assembly();
    var in = types.stream().map(t -> new Operand(assembly.input(t, false), t)).toList();
    return new CompositeLowering(assembly)
        .lower(name, attributes, in)
        .map(
            out ->
                new TorchExecutable(
                    assembly.finish(out.stream().map(Operand::ref).toList()),
                    types,
                    out.stream().map(Operand::type).toList(),
                    Set.of()));
  }

  /// The equations of a program, its inputs being what they are here.
  List<Ref> body(Program program, List<Ref> in) {
    Map<Var, Ref> values = new IdentityHashMap<>();
    for (int i = 0; i < in.size(); i++) {
      values.put(program.inputs().get(i), in.get(i));
    }
    for (var equation : program.equations()) {
      var out =
          lower(
              equation.op(),
              look(values, equation.in()),
              equation.in().stream().map(Var::type).toList(),
              equation.out().stream().map(Var::type).toList());
      for (int i = 0; i < out.size(); i++) {
        values.put(equation.out().get(i), out.get(i));
      }
    }
    return look(values, program.outputs());
  }

  private static List<Ref> look(Map<Var, Ref> values, List<Var> vars) {
    var out = new ArrayList<Ref>(vars.size());
    for (Var v : vars) {
      Ref ref = values.get(v);
      if (ref == null) {
        throw new IllegalStateException("The value " + v + " is used before it is computed.");
      }
      out.add(ref);
    }
    return out;
  }

  List<Ref> lower(Primitive op, List<Ref> in, List<TensorType> types, List<TensorType> results) {
    if (isRoundedOnce(op, types)) {
      return widened(op, in, types, results);
    }
    var operands = new ArrayList<Operand>();
    for (int i = 0; i < in.size(); i++) {
      operands.add(new Operand(in.get(i), types.get(i)));
    }
    return switch (op) {
      case Constant(Array value) -> List.of(assembly.constant(value));
      case Elementwise e ->
          List.of(new ElementwiseLowering(assembly).lower(e, operands, results.getFirst()));
      case Movement m ->
          List.of(new MovementLowering(assembly).lower(m, operands, results.getFirst()));
      case Reduction r ->
          List.of(new ReductionLowering(assembly).lower(r, operands, results.getFirst()));
      case Contraction.Dot d ->
          List.of(
              new DotLowering(assembly)
                  .lower(d, operands.get(0), operands.get(1), results.getFirst()));
      case Contraction.Conv c ->
          List.of(
              new ConvLowering(assembly)
                  .lower(c, in.get(0), in.get(1), results.getFirst().shape()));
      case Indexing i -> new IndexingLowering(assembly).lower(i, operands, results);
      case Numeric n -> new NumericLowering(assembly).lower(n, operands, results);
      case Control c -> new ControlLowering(assembly).lower(c, operands, results);
    };
  }

  /// Arithmetic on floats of 16 bits is done in 32 and rounded once: the library's own is slow, and
  /// rounds in between.
  private static boolean isRoundedOnce(Primitive op, List<TensorType> types) {
    boolean computes =
        switch (op) {
          case Select _, Convert _, Bitcast _, Movement _, Control _, Constant _ -> false;
          case Elementwise _, Reduction _, Contraction _, Numeric _ -> true;
          case Indexing i -> i instanceof Scatter;
        };
    return computes
        && types.stream().anyMatch(t -> isHalf(t.dtype()))
        && !(op instanceof Elementwise.Binary(var f) && f == Elementwise.BinaryOp.NEXT_AFTER);
  }

  static boolean isHalf(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  private static TensorType wide(TensorType type) {
    return isHalf(type.dtype()) ? type.withDType(DType.FLOAT32) : type;
  }

  private List<Ref> widened(
      Primitive op, List<Ref> in, List<TensorType> types, List<TensorType> results) {
    var wideIn = new ArrayList<Ref>();
    for (int i = 0; i < in.size(); i++) {
      wideIn.add(converted(in.get(i), types.get(i), wide(types.get(i))));
    }
    Primitive wideOp =
        op instanceof Contraction.Dot d && isHalf(d.result())
            ? new Contraction.Dot(
                d.leftContract(), d.rightContract(), d.leftBatch(), d.rightBatch(), DType.FLOAT32)
            : op;
    var wideResults = results.stream().map(Lowering::wide).toList();
    var out = lower(wideOp, wideIn, types.stream().map(Lowering::wide).toList(), wideResults);
    var rounded = new ArrayList<Ref>();
    for (int i = 0; i < out.size(); i++) {
      rounded.add(converted(out.get(i), wideResults.get(i), results.get(i)));
    }
    return rounded;
  }

  private Ref converted(Ref ref, TensorType from, TensorType to) {
    return from.equals(to)
        ? ref
        : assembly.call(Aten.TO, to.shape(), Kind.of(to.dtype()), ref, Kind.of(to.dtype()));
  }
}
