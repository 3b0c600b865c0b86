package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.keras4j.ir.Constant;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Control;
import org.keras4j.ir.Elementwise;
import org.keras4j.ir.Elementwise.Binary;
import org.keras4j.ir.Elementwise.BinaryOp;
import org.keras4j.ir.Elementwise.Unary;
import org.keras4j.ir.Elementwise.UnaryOp;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Reduction;
import org.keras4j.ir.Var;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Operations that come to less on the operands they have.
final class Identities {
  private final Simplify program;

  private Identities(Simplify program) {
    this.program = program;
  }

  /// A value equal to the only result of an operation, if there is a simpler one.
  static Optional<Var> apply(Simplify program, Primitive op, List<Var> in) {
    var identities = new Identities(program);
    return switch (op) {
      case Elementwise e -> identities.elementwise(e, in);
      case Movement m -> identities.movement(m, in);
      case Reduction.Reduce reduce -> identities.reduce(reduce, in.getFirst());
      case Reduction.ArgReduce _,
          Reduction.ReduceWindow _,
          Reduction.WindowScatter _,
          Reduction.WindowGather _,
          Reduction.Cumulative _,
          Contraction _,
          Indexing _,
          Numeric _,
          Control _,
          Constant _ ->
          Optional.empty();
    };
  }

  private Optional<Primitive> made(Var v) {
    return program.origin(v).map(e -> e.op());
  }

  private Var operand(Var v) {
    return program.origin(v).orElseThrow().in().getFirst();
  }

  /// The scalar that a tensor repeats, if it does.
  private Optional<Var> repeated(Var v) {
    return made(v).orElse(null) instanceof Movement.Broadcast && operand(v).type().rank() == 0
        ? Optional.of(operand(v))
        : Optional.empty();
  }

  /// The number that a tensor holds everywhere, if it is known.
  private OptionalDouble number(Var v) {
    var value = program.constant(repeated(v).orElse(v));
    return value.isPresent() && value.get().type().size() == 1 && !v.type().dtype().isComplex()
        ? OptionalDouble.of(value.get().elements().getDouble(0))
        : OptionalDouble.empty();
  }

  private boolean is(Var v, double value) {
    var number = number(v);
    return number.isPresent() && number.getAsDouble() == value;
  }

  private Optional<Var> elementwise(Elementwise op, List<Var> in) {
    var simpler =
        switch (op) {
          case Unary(UnaryOp f) -> unary(f, in.getFirst());
          case Binary(BinaryOp f) -> binary(f, in.get(0), in.get(1));
          case Elementwise.Select _ -> select(in);
          case Elementwise.Convert(DType to) -> convert(to, in.getFirst());
          case Elementwise.Bitcast(DType to) ->
              in.getFirst().type().dtype() == to
                  ? Optional.of(in.getFirst())
                  : Optional.<Var>empty();
          case Elementwise.Compare _, Elementwise.Complex _, Elementwise.ComplexPart _ ->
              Optional.<Var>empty();
        };
    return simpler.isPresent() ? simpler : onScalars(op, in);
  }

  /// A function of repeated scalars repeats the function of the scalars.
  private Optional<Var> onScalars(Elementwise op, List<Var> in) {
    var scalars = new ArrayList<Var>();
    for (Var v : in) {
      var scalar = repeated(v);
      if (scalar.isEmpty()) {
        return Optional.empty();
      }
      scalars.add(scalar.get());
    }
    return Optional.of(repeat(program.emit(op, scalars), in.getFirst().type().shape()));
  }

  private Var repeat(Var scalar, Shape shape) {
    return shape.rank() == 0
        ? scalar
        : program.emit(new Movement.Broadcast(shape, List.of()), List.of(scalar));
  }

  private Optional<Var> unary(UnaryOp f, Var x) {
    boolean undone =
        (f == UnaryOp.NEG || f == UnaryOp.NOT) && made(x).equals(Optional.of(new Unary(f)));
    return undone ? Optional.of(operand(x)) : Optional.empty();
  }

  private boolean isNegated(Var x) {
    return made(x).equals(Optional.of(new Unary(UnaryOp.NEG)));
  }

  private Optional<Var> binary(BinaryOp f, Var x, Var y) {
    return switch (f) {
      case ADD ->
          is(y, 0)
              ? Optional.of(x)
              : is(x, 0)
                  ? Optional.of(y)
                  : isNegated(y)
                      ? Optional.of(program.emit(new Binary(BinaryOp.SUB), List.of(x, operand(y))))
                      : Optional.empty();
      case SUB ->
          is(y, 0)
              ? Optional.of(x)
              : isNegated(y)
                  ? Optional.of(program.emit(new Binary(BinaryOp.ADD), List.of(x, operand(y))))
                  : Optional.empty();
      case MUL -> is(y, 1) ? Optional.of(x) : is(x, 1) ? Optional.of(y) : Optional.empty();
      case DIV, POW -> is(y, 1) ? Optional.of(x) : Optional.empty();
      case AND, OR, MAX, MIN -> x == y ? Optional.of(x) : Optional.empty();
      case REM, ATAN2, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, NEXT_AFTER ->
          Optional.empty();
    };
  }

  private Optional<Var> select(List<Var> in) {
    if (in.get(1) == in.get(2)) {
      return Optional.of(in.get(1));
    }
    var predicate = number(in.getFirst());
    return predicate.isPresent()
        ? Optional.of(in.get(predicate.getAsDouble() != 0 ? 1 : 2))
        : Optional.empty();
  }

  private Optional<Var> convert(DType to, Var x) {
    DType through = x.type().dtype();
    if (through == to) {
      return Optional.of(x);
    }
    if (made(x).orElse(null) instanceof Elementwise.Convert) {
      Var source = operand(x);
      DType from = source.type().dtype();
      // Floats saturate and integers wrap where they become narrower integers.
      boolean sameWay = !to.isInteger() || from.isFloat() || through.isInteger();
      if (holds(through, from) && sameWay) {
        return Optional.of(
            from == to ? source : program.emit(new Elementwise.Convert(to), List.of(source)));
      }
    }
    return Optional.empty();
  }

  /// Whether every number of `from` is one of `wide`.
  private static boolean holds(DType wide, DType from) {
    return switch (wide) {
      case FLOAT64 ->
          from != DType.INT64 && from != DType.UINT64 && !from.isComplex() && from != DType.STRING;
      case FLOAT32 ->
          (from.isFloat() && from != DType.FLOAT64)
              || from == DType.BOOL
              || (from.isInteger() && from.bytes() <= 2);
      case INT64, INT32, INT16 ->
          from == DType.BOOL
              || (from.kind() == DType.Kind.SIGNED && from.bytes() <= wide.bytes())
              || (from.kind() == DType.Kind.UNSIGNED && from.bytes() < wide.bytes());
      case UINT64, UINT32, UINT16 ->
          from == DType.BOOL
              || (from.kind() == DType.Kind.UNSIGNED && from.bytes() <= wide.bytes());
      case INT8, UINT8, FLOAT16, BFLOAT16 -> from == DType.BOOL;
      case BOOL, FLOAT8_E4M3FN, FLOAT8_E5M2, COMPLEX64, STRING -> false;
    };
  }

  private Optional<Var> movement(Movement op, List<Var> in) {
    if (op instanceof Movement.Iota) {
      return Optional.empty();
    }
    Var x = in.getFirst();
    TensorType result = op.infer(in.stream().map(Var::type).toList()).getFirst();
    boolean same = result.equals(x.type());
    var simpler =
        switch (op) {
          case Movement.Reshape reshape -> same ? Optional.of(x) : reshaped(reshape, x);
          case Movement.Transpose(var permutation) -> transposed(permutation, x);
          case Movement.Broadcast broadcast -> same ? Optional.of(x) : broadcast(broadcast, x);
          case Movement.Slice slice -> same ? Optional.of(x) : sliced(slice, x);
          case Movement.DynamicSlice _ -> same ? Optional.of(x) : Optional.<Var>empty();
          case Movement.DynamicUpdateSlice _ ->
              in.get(1).type().equals(x.type()) ? Optional.of(in.get(1)) : Optional.<Var>empty();
          case Movement.Pad pad ->
              same && isNothing(pad.low()) && isNothing(pad.high()) && isNothing(pad.interior())
                  ? Optional.of(x)
                  : Optional.<Var>empty();
          case Movement.Concatenate _ -> in.size() == 1 ? Optional.of(x) : Optional.<Var>empty();
          case Movement.Reverse(var axes) ->
              axes.stream().allMatch(a -> x.type().shape().dim(a) <= 1)
                  ? Optional.of(x)
                  : Optional.<Var>empty();
          case Movement.Iota _ -> Optional.<Var>empty();
        };
    return simpler.isPresent() ? simpler : ofRepeated(op, x, result.shape());
  }

  private static boolean isNothing(List<Integer> amounts) {
    return amounts.stream().allMatch(n -> n == 0);
  }

  /// Whatever moves the elements of a repeated scalar repeats it.
  private Optional<Var> ofRepeated(Movement op, Var x, Shape shape) {
    return switch (op) {
      case Movement.Reshape _,
          Movement.Transpose _,
          Movement.Slice _,
          Movement.Reverse _,
          Movement.DynamicSlice _ ->
          repeated(x).map(s -> repeat(s, shape));
      case Movement.Broadcast _,
          Movement.DynamicUpdateSlice _,
          Movement.Pad _,
          Movement.Concatenate _,
          Movement.Iota _ ->
          Optional.empty();
    };
  }

  private Optional<Var> reshaped(Movement.Reshape op, Var x) {
    return made(x).orElse(null) instanceof Movement.Reshape
        ? Optional.of(program.emit(op, List.of(operand(x))))
        : Optional.empty();
  }

  private Optional<Var> transposed(List<Integer> permutation, Var x) {
    if (IntStream.range(0, permutation.size()).allMatch(i -> permutation.get(i) == i)) {
      return Optional.of(x);
    }
    return made(x).orElse(null) instanceof Movement.Transpose(var first)
        ? Optional.of(
            program.emit(
                new Movement.Transpose(permutation.stream().map(first::get).toList()),
                List.of(operand(x))))
        : Optional.empty();
  }

  private Optional<Var> broadcast(Movement.Broadcast op, Var x) {
    var origin = made(x).orElse(null);
    if (origin instanceof Movement.Broadcast(_, var inner)) {
      var axes = inner.stream().map(a -> op.axes().get(a)).toList();
      return Optional.of(
          program.emit(new Movement.Broadcast(op.shape(), axes), List.of(operand(x))));
    }
    if (origin instanceof Movement.Reshape && x.type().size() == 1 && x.type().rank() > 0) {
      var scalar = program.emit(new Movement.Reshape(Shape.SCALAR), List.of(x));
      return Optional.of(
          program.emit(new Movement.Broadcast(op.shape(), List.of()), List.of(scalar)));
    }
    return Optional.empty();
  }

  private Optional<Var> sliced(Movement.Slice op, Var x) {
    if (!(made(x).orElse(null) instanceof Movement.Slice first)) {
      return Optional.empty();
    }
    var starts = new ArrayList<Integer>();
    var limits = new ArrayList<Integer>();
    var strides = new ArrayList<Integer>();
    for (int i = 0; i < op.starts().size(); i++) {
      int stride = first.strides().get(i);
      starts.add(first.starts().get(i) + op.starts().get(i) * stride);
      limits.add(
          Math.min(first.limits().get(i), first.starts().get(i) + op.limits().get(i) * stride));
      strides.add(op.strides().get(i) * stride);
      if (starts.get(i) > limits.get(i)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        program.emit(new Movement.Slice(starts, limits, strides), List.of(operand(x))));
  }

  private Optional<Var> reduce(Reduction.Reduce op, Var x) {
    boolean trivial = op.axes().stream().allMatch(a -> x.type().shape().dim(a) == 1);
    if (!trivial) {
      return Optional.empty();
    }
    Shape shape = x.type().shape().without(op.axes());
    return Optional.of(
        shape.equals(x.type().shape()) ? x : program.emit(new Movement.Reshape(shape), List.of(x)));
  }
}
