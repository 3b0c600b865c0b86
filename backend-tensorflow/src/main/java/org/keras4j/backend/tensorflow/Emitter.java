package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Attribute;
import org.keras4j.tensorflow.c.Graph;
import org.keras4j.tensorflow.c.Output;

/// Writes operations of TensorFlow into a graph: the steps that the meanings of primitives are made
/// of.
final class Emitter {
  private final Graph graph;
  private final Map<List<Integer>, Output> vectors = new HashMap<>();

  private final List<Step> steps = new ArrayList<>();
  private final Map<Output, Array> constants = new HashMap<>();
  private boolean areAllSteps = true;
  private final Set<Output> zeros = new HashSet<>();

  private record Scalar(DType dtype, double value) {}

  private final Map<Scalar, Output> scalars = new HashMap<>();

  Emitter(Graph graph) {
    this.graph = graph;
  }

  Graph graph() {
    return graph;
  }

  /// An operation that was written by {@link #emit}: what is needed to run it without a graph.
  record Step(String op, Map<String, Attribute> attributes, List<Output> in, Output out) {}

  /// An operation of any form, to be completed by the builder.
  Graph.Builder node(String type) {
    areAllSteps = false;
    return graph.operation(type);
  }

  /// An operation with one result, whose operands are no lists.
  Output emit(String op, Map<String, Attribute> attributes, Output... in) {
    var builder = graph.operation(op);
    for (Output o : in) {
      builder.input(o);
    }
    Output out = builder.set(attributes).build();
    steps.add(new Step(op, attributes, List.of(in), out));
    return out;
  }

  private Output node(String type, Output... in) {
    return emit(type, Map.of(), in);
  }

  /// All operations but constants, if each of them is a step.
  Optional<List<Step>> steps() {
    return areAllSteps ? Optional.of(List.copyOf(steps)) : Optional.empty();
  }

  /// The constants of the graph.
  Map<Output, Array> constants() {
    return constants;
  }

  // Constants.

  Output constant(Array array) {
    Output constant =
        graph
            .operation("Const")
            .set("value", Attribute.of(array))
            .set("dtype", Attribute.of(array.dtype()))
            .build();
    constants.put(constant, array);
    return constant;
  }

  /// An int32 vector, such as a shape.
  Output ints(List<Integer> values) {
    return vectors.computeIfAbsent(
        values,
        v ->
            constant(
                Array.ofInts(
                    Shape.of(v.size()), v.stream().mapToInt(Integer::intValue).toArray())));
  }

  Output ints(Shape shape) {
    return ints(dims(shape));
  }

  Output scalar(DType dtype, double value) {
    return scalars.computeIfAbsent(
        new Scalar(dtype, value), s -> constant(Array.scalar(s.dtype, s.value)));
  }

  /// A value all of whose elements are one number.
  Value fill(TensorType type, double value) {
    Value filled = repeat(scalar(type.dtype(), value), type);
    if (value == 0) {
      zeros.add(filled.output());
    }
    return filled;
  }

  /// Whether all elements are known to be zero.
  boolean isZero(Value x) {
    return zeros.contains(x.output());
  }

  /// A value all of whose elements are one integer, exact to 64 bits.
  Value fill(TensorType type, long value) {
    return repeat(constant(Array.scalar(type.dtype(), value)), type);
  }

  /// A value all of whose elements are a scalar of the graph.
  Value repeat(Output scalar, TensorType type) {
    Shape ones = ones(type.rank());
    Output shaped = type.rank() == 0 ? scalar : node("Reshape", scalar, ints(ones));
    return new Value(shaped, type, ones);
  }

  static Shape ones(int rank) {
    return Shape.of(Collections.nCopies(rank, 1));
  }

  static List<Integer> dims(Shape shape) {
    return IntStream.range(0, shape.rank()).mapToObj(shape::dim).toList();
  }

  // Elementwise.

  /// An operation on elements, whose operands repeat by themselves.
  Value map(String op, DType result, Value... in) {
    Shape actual = in[0].actual();
    var operands = new Output[in.length];
    for (int i = 0; i < in.length; i++) {
      actual = join(actual, in[i].actual());
      operands[i] = in[i].output();
    }
    return new Value(node(op, operands), in[0].type().withDType(result), actual);
  }

  /// An operation on elements with a result of the operands' dtype.
  Value map(String op, Value... in) {
    return map(op, in[0].dtype(), in);
  }

  private static Shape join(Shape a, Shape b) {
    int[] dims = new int[a.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = a.dim(axis) == 1 ? b.dim(axis) : a.dim(axis);
    }
    return Shape.of(dims);
  }

  Value select(Value predicate, Value onTrue, Value onFalse) {
    return map("SelectV2", onTrue.dtype(), predicate, onTrue, onFalse);
  }

  Value cast(Value x, DType to) {
    return x.dtype() == to
        ? x
        : new Value(
            emit("Cast", Map.of("DstT", Attribute.of(to)), x.output()),
            x.type().withDType(to),
            x.actual());
  }

  Value bitcast(Value x, DType to) {
    return x.dtype() == to
        ? x
        : new Value(
            emit("Bitcast", Map.of("type", Attribute.of(to)), x.output()),
            x.type().withDType(to),
            x.actual());
  }

  // Movement.

  /// The value with every axis as long as it is.
  Value whole(Value x) {
    return x.isWhole()
        ? x
        : Value.whole(node("BroadcastTo", x.output(), ints(x.shape())), x.type());
  }

  Value reshape(Value x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    if (x.actual().size() == 1 && shape.size() > 0) {
      Shape ones = ones(shape.rank());
      Output one = x.actual().equals(ones) ? x.output() : node("Reshape", x.output(), ints(ones));
      if (isZero(x)) {
        zeros.add(one);
      }
      return new Value(one, x.type().withShape(shape), ones);
    }
    return Value.whole(node("Reshape", whole(x).output(), ints(shape)), x.type().withShape(shape));
  }

  Value transpose(Value x, List<Integer> permutation) {
    if (permutation.equals(range(x.rank()))) {
      return x;
    }
    if (x.actual().size() == 1) {
      return new Value(x.output(), x.type().withShape(pick(x.shape(), permutation)), x.actual());
    }
    return new Value(
        node("Transpose", x.output(), ints(permutation)),
        x.type().withShape(pick(x.shape(), permutation)),
        pick(x.actual(), permutation));
  }

  static Shape pick(Shape shape, List<Integer> axes) {
    return Shape.of(axes.stream().map(shape::dim).toList());
  }

  static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  Value slice(Value x, List<Integer> starts, List<Integer> limits, List<Integer> strides) {
    boolean all = true;
    int[] dims = new int[x.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = (limits.get(i) - starts.get(i) + strides.get(i) - 1) / strides.get(i);
      all &= dims[i] == x.dim(i);
    }
    var type = x.type().withShape(Shape.of(dims));
    return all
        ? x
        : Value.whole(
            node("StridedSlice", whole(x).output(), ints(starts), ints(limits), ints(strides)),
            type);
  }

  /// Puts a scalar before and after along each axis.
  Value pad(Value x, List<Integer> low, List<Integer> high, Output scalar) {
    if (low.stream().allMatch(n -> n == 0) && high.stream().allMatch(n -> n == 0)) {
      return x;
    }
    int rank = x.rank();
    int[] amounts = new int[2 * rank];
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      amounts[2 * i] = low.get(i);
      amounts[2 * i + 1] = high.get(i);
      dims[i] = low.get(i) + x.dim(i) + high.get(i);
    }
    return Value.whole(
        node(
            "PadV2", whole(x).output(), constant(Array.ofInts(Shape.of(rank, 2), amounts)), scalar),
        x.type().withShape(Shape.of(dims)));
  }

  Value concatenate(List<Value> parts, int axis) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int n = parts.stream().mapToInt(p -> p.dim(axis)).sum();
    return Value.whole(
        node("ConcatV2")
            .inputs(parts.stream().map(p -> whole(p).output()).toList())
            .input(scalar(DType.INT32, axis))
            .build(),
        parts.getFirst().type().withShape(parts.getFirst().shape().with(axis, n)));
  }

  Value reverse(Value x, List<Integer> axes) {
    return axes.isEmpty() || x.rank() == 0
        ? x
        : Value.whole(node("ReverseV2", whole(x).output(), ints(axes)), x.type());
  }

  /// `0, 1, 2, …` along an axis, in int32.
  Value iota(Shape shape, int axis) {
    int n = shape.dim(axis);
    Shape line = ones(shape.rank()).with(axis, n);
    Output count =
        node("Range", scalar(DType.INT32, 0), scalar(DType.INT32, n), scalar(DType.INT32, 1));
    return new Value(node("Reshape", count, ints(line)), new TensorType(DType.INT32, shape), line);
  }

  // Many to one.

  Value reduce(String op, Value x, List<Integer> axes) {
    return axes.isEmpty()
        ? x
        : Value.whole(
            node(op, whole(x).output(), ints(axes)), x.type().withShape(x.shape().without(axes)));
  }

  /// The places of an axis named by indices that lie within it: the axis is replaced by theirs.
  Value gather(Value x, Value indices, int axis, int batchAxes) {
    var dims = new ArrayList<>(dims(x.shape()).subList(0, axis));
    dims.addAll(dims(indices.shape()).subList(batchAxes, indices.rank()));
    dims.addAll(dims(x.shape()).subList(axis + 1, x.rank()));
    return Value.whole(
        emit(
            "GatherV2",
            Map.of("batch_dims", Attribute.of((long) batchAxes)),
            whole(x).output(),
            whole(indices).output(),
            scalar(DType.INT32, axis)),
        x.type().withShape(Shape.of(dims)));
  }
}
