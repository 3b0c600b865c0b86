package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Trace;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// What the functions of {@link Ops} share: promotion, NumPy's broadcasting, axes, bare numbers,
/// and the boundary at which a call is drawn.
abstract class OpsBase {
  /// The parameters of an operation that has none.
  static final Supplier<Map<String, Object>> NO_PARAMETERS = Map::of;

  OpsBase() {}

  static Tensor unary(String className, Tensor x, UnaryOperator<Tensor> body) {
    return OpCall.of(className, x, NO_PARAMETERS, body);
  }

  static Tensor binary(String className, Tensor x, Tensor y, BinaryOperator<Tensor> body) {
    return OpCall.of(className, x, y, NO_PARAMETERS, body);
  }

  /// A function of two tensors that broadcast.
  static Tensor pairwise(String className, Tensor x, Tensor y, BinaryOperator<Tensor> body) {
    if (!(x instanceof KerasTensor) && !(y instanceof KerasTensor)) {
      return body.apply(x, y);
    }
    return elementwise(
        className, Arguments.of(x, y), NO_PARAMETERS, in -> body.apply(in.get(0), in.get(1)));
  }

  /// A function of tensors that broadcast, one result element for each place.
  static Tensor elementwise(
      String className,
      Arguments arguments,
      Supplier<Map<String, Object>> parameters,
      Function<List<Tensor>, Tensor> body) {
    return OpCall.of(
            className,
            arguments,
            parameters,
            a -> Tree.leaf(body.apply(a.tensors())),
            a -> Tree.leaf(broadcastType(a.tensors(), body)))
        .single();
  }

  /// The dtype that the function gives for single elements, in the shape that all broadcast to,
  /// unknown sizes among them.
  private static TensorType broadcastType(List<Tensor> in, Function<List<Tensor>, Tensor> body) {
    Shape shape = Shape.SCALAR;
    var types = new ArrayList<TensorType>();
    for (Tensor t : in) {
      shape = Shape.broadcast(shape, t.shape());
      if (!isConstant(t)) {
        types.add(t.type().withShape(Shape.of(repeated(1, t.rank()))));
      }
    }
    var dtype = new ArrayList<DType>();
    Trace.of(
        types,
        standIns -> {
          var next = standIns.iterator();
          dtype.add(
              body.apply(in.stream().map(t -> isConstant(t) ? t : next.next()).toList()).dtype());
          return List.of();
        });
    return new TensorType(dtype.getFirst(), shape);
  }

  /// Bare numbers and other scalars, of which the dtype may depend on the value.
  private static boolean isConstant(Tensor t) {
    return t instanceof Array && t.rank() == 0;
  }

  /// A function of tensors with several results.
  static List<Tensor> several(
      String className,
      List<? extends Tensor> in,
      Supplier<Map<String, Object>> parameters,
      Function<List<Tensor>, List<Tensor>> body) {
    return OpCall.of(
            className,
            Arguments.of(in.toArray()),
            parameters,
            a -> Tree.sequence(body.apply(a.tensors())))
        .flatten();
  }

  /// The types of the results of a call on stand-ins for drawn tensors, which leaves no trace.
  static Tree<TensorType> typesOf(Supplier<Tree<Tensor>> call) {
    return OpCall.named("stand_in", call).map(Tensor::type);
  }

  /// A drawn tensor with the unknown sizes of its first axes known, to be called with in place of
  /// it.
  static Tensor sized(Tensor x, int axes, int size) {
    Shape shape = x.shape();
    for (int i = 0; i < axes; i++) {
      shape = shape.dim(i) == Shape.UNKNOWN ? shape.with(i, size) : shape;
    }
    return x instanceof KerasTensor k
        ? new KerasTensor(k.type().withShape(shape), k.name(), k.source(), k.index())
        : x;
  }

  /// A function of one list of tensors (Keras's `concatenate([a, b])`) with one result.
  static Tensor ofList(
      String className,
      List<? extends Tensor> xs,
      Supplier<Map<String, Object>> parameters,
      Function<List<Tensor>, Tensor> body) {
    return OpCall.of(
            className,
            Arguments.of(List.copyOf(xs)),
            parameters,
            a -> Tree.leaf(body.apply(a.tensors())))
        .single();
  }

  /// The tensor in a dtype; a bare number becomes a constant of it.
  static Tensor as(Tensor x, DType to) {
    if (x instanceof Array a && a.isWeak()) {
      if (a.dtype() == to) {
        return Array.of(a.type(), a.buffer());
      }
      return a.dtype().isFloat() || !to.isInteger()
          ? Array.scalar(to, a.item())
          : Array.scalar(to, a.elements().getLong(0));
    }
    return Lax.convert(x, to);
  }

  /// The tensor with a dtype of its own: a bare number becomes int32, floatx or bool.
  static Tensor strong(Tensor x) {
    if (x instanceof Array a && a.isWeak()) {
      return as(a, Promotion.resultType(List.of(a)));
    }
    return x;
  }

  /// The tensor as floats or complex numbers; integers and booleans become the default float type.
  static Tensor inexact(Tensor x) {
    return as(x, Promotion.inexactType(List.of(x)));
  }

  /// Two tensors as floats or complex numbers of one dtype.
  static Tensor inexact(Tensor x, Tensor y, BinaryOperator<Tensor> op) {
    DType type = Promotion.inexact(Promotion.resultType(x, y));
    return broadcasting(as(x, type), as(y, type), op);
  }

  /// Brings two tensors to one dtype and shape.
  static Tensor promoting(Tensor x, Tensor y, BinaryOperator<Tensor> op) {
    DType type = Promotion.resultType(x, y);
    return broadcasting(as(x, type), as(y, type), op);
  }

  /// Brings two tensors to one shape.
  static Tensor broadcasting(Tensor x, Tensor y, BinaryOperator<Tensor> op) {
    Shape a = x.shape();
    Shape b = y.shape();
    if (a.equals(b)) {
      return op.apply(x, y);
    }
    Shape both = a.rank() == 0 ? b : b.rank() == 0 ? a : Shape.broadcast(a, b);
    return op.apply(expand(x, both), expand(y, both));
  }

  /// Brings several tensors to one dtype.
  static List<Tensor> promoted(List<? extends Tensor> xs) {
    DType type = Promotion.resultType(xs);
    var out = new ArrayList<Tensor>(xs.size());
    for (Tensor x : xs) {
      out.add(as(x, type));
    }
    return out;
  }

  /// The tensor repeated to a shape by NumPy's rule.
  static Tensor expand(Tensor x, Shape shape) {
    Shape from = x.shape();
    if (from.equals(shape)) {
      return x;
    }
    if (from.rank() == 0) {
      return Lax.broadcast(x, shape, List.of());
    }
    if (from.rank() > shape.rank() || !Shape.broadcast(from, shape).equals(shape)) {
      throw new IllegalArgumentException(
          "Expected a tensor that broadcasts to shape %s. Received: shape %s"
              .formatted(shape, from));
    }
    return Lax.broadcast(x, shape, range(shape.rank() - from.rank(), shape.rank()));
  }

  /// A constant of x's dtype and shape.
  static Tensor constantLike(Tensor x, double value) {
    return Lax.full(x.type(), value);
  }

  static Tensor zerosOf(TensorType type) {
    return Lax.full(type, 0);
  }

  static List<Integer> range(int start, int end) {
    return IntStream.range(start, end).boxed().toList();
  }

  static List<Integer> boxed(int... values) {
    return IntStream.of(values).boxed().toList();
  }

  static List<Integer> repeated(int value, int times) {
    return IntStream.range(0, times).mapToObj(_ -> value).toList();
  }

  /// Keras's parameter values: integers are longs.
  static List<Object> longs(List<Integer> values) {
    return values.stream().<Object>map(Integer::longValue).toList();
  }

  static List<Object> longs(int... values) {
    return longs(boxed(values));
  }

  /// Keras's parameter value of a dtype that may be absent.
  static Object name(Optional<DType> dtype) {
    return dtype.<Object>map(DType::kerasName).orElse(Optional.empty());
  }

  /// The boolean that is true where an element is not 0.
  static Tensor truth(Tensor x) {
    Tensor own = strong(x);
    return own.dtype() == DType.BOOL ? own : Lax.ne(own, constantLike(own, 0));
  }

  static Tensor scalarLike(Tensor x, double value) {
    return Array.scalar(x.dtype(), value);
  }

  /// `x` with size-1 axes put back where a reduction over `axes` removed them.
  static Tensor restored(Tensor reduced, Shape from, List<Integer> axes) {
    Shape kept = from;
    for (int axis : axes) {
      kept = kept.with(axis, 1);
    }
    return Lax.reshape(reduced, kept);
  }

  /// `x` reduced over the axes, which stay with size 1 if asked.
  static Tensor reducing(Tensor x, Axes axes, AxisReduction reduction) {
    var over = axes.within(x.shape());
    Tensor out = reduction.apply(x, over);
    return axes.keep() ? restored(out, x.shape(), over) : out;
  }

  /// A reduction over axes counted from the start.
  interface AxisReduction {
    Tensor apply(Tensor x, List<Integer> axes);
  }
}
