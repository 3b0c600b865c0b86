package org.keras4j.stablehlo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keras4j.ir.Elementwise.CompareOp;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Writes operations of StableHLO one after another. Every method that returns a {@link Value}
/// writes a line; names are numbered in order of appearance.
///
/// @see <a href="https://openxla.org/stablehlo/spec">the specification</a>
final class Hlo {
  private StringBuilder text = new StringBuilder();
  private String indent = "    ";
  private int names;

  /// What has been written.
  String text() {
    return text.toString();
  }

  private String name() {
    return "%" + names++;
  }

  /// One result: `%n = line`.
  Value value(String line, TensorType type) {
    String name = name();
    text.append(indent).append(name).append(" = ").append(line).append('\n');
    return new Value(name, type);
  }

  /// Several results: `%n:k = line`.
  List<Value> values(String line, List<TensorType> types) {
    if (types.size() == 1) {
      return List.of(value(line, types.getFirst()));
    }
    String name = name();
    text.append(indent)
        .append(name)
        .append(":")
        .append(types.size())
        .append(" = ")
        .append(line)
        .append('\n');
    return IntStream.range(0, types.size())
        .mapToObj(i -> new Value(name + "#" + i, types.get(i)))
        .toList();
  }

  /// An operation in its general form.
  List<Value> general(
      String op, List<Value> in, String attributes, List<String> regions, List<TensorType> out) {
    String line =
        "\"stablehlo.%s\"(%s)%s%s : %s -> %s"
            .formatted(
                op,
                operands(in),
                attributes.isEmpty() ? "" : " <{" + attributes + "}>",
                regions.isEmpty() ? "" : " (" + String.join(", ", regions) + ")",
                HloTypes.operands(types(in)),
                HloTypes.results(out));
    return values(line, out);
  }

  /// An operation in its short form with a signature: `op operands rest : (…) -> …`.
  Value call(String op, List<Value> in, String rest, TensorType out) {
    return value(
        "%s %s%s : %s -> %s"
            .formatted(op, operands(in), rest, HloTypes.operands(types(in)), HloTypes.of(out)),
        out);
  }

  /// A region: what `body` writes for arguments of these types, in braces.
  String region(List<TensorType> arguments, Function<List<Value>, List<Value>> body) {
    var outer = text;
    String before = indent;
    text = new StringBuilder();
    indent = before + "    ";
    var values = arguments.stream().map(t -> new Value(name(), t)).toList();
    var results = body.apply(values);
    String inner = text.toString();
    String declared =
        values.stream()
            .map(v -> v.name() + ": " + HloTypes.of(v.type()))
            .collect(Collectors.joining(", ", "(", ")"));
    String label = values.isEmpty() ? "" : before + "  ^bb0" + declared + ":\n";
    String last =
        "%s\"stablehlo.return\"(%s) : %s -> ()\n"
            .formatted(indent, operands(results), HloTypes.operands(types(results)));
    text = outer;
    indent = before;
    return "{\n" + label + inner + last + before + "}";
  }

  static String operands(List<Value> in) {
    return in.stream().map(Value::name).collect(Collectors.joining(", "));
  }

  static List<TensorType> types(List<Value> in) {
    return in.stream().map(Value::type).toList();
  }

  // ---- what most operations are made of

  Value constant(Array value) {
    if (value.dtype() == DType.BOOL && value.type().size() > 1024) {
      var bytes = Array.of(value.type().withDType(DType.UINT8), value.host());
      return convert(constant(bytes), DType.BOOL);
    }
    return value(
        "stablehlo.constant dense<%s> : %s"
            .formatted(HloConstants.dense(value), HloTypes.of(value.type())),
        value.type());
  }

  /// A tensor of one number.
  Value fill(TensorType type, double number) {
    return value(
        "stablehlo.constant dense<%s> : %s"
            .formatted(
                type.size() == 0 ? "" : HloConstants.number(type, number), HloTypes.of(type)),
        type);
  }

  Value scalar(DType dtype, double number) {
    return fill(new TensorType(dtype, Shape.SCALAR), number);
  }

  /// A tensor of one number, like another.
  Value like(Value x, double number) {
    return fill(x.type(), number);
  }

  /// An operation whose operands and result have one type: `stablehlo.op a, b : type`.
  Value same(String op, Value... in) {
    var type = in[0].type();
    return value("%s %s : %s".formatted(op, operands(List.of(in)), HloTypes.of(type)), type);
  }

  Value add(Value a, Value b) {
    return same("stablehlo.add", a, b);
  }

  Value subtract(Value a, Value b) {
    return same("stablehlo.subtract", a, b);
  }

  Value multiply(Value a, Value b) {
    return same("stablehlo.multiply", a, b);
  }

  Value and(Value a, Value b) {
    return same("stablehlo.and", a, b);
  }

  Value or(Value a, Value b) {
    return same("stablehlo.or", a, b);
  }

  /// The larger or smaller, NaN if either is: XLA's own vector code loses some.
  Value extreme(String op, Value a, Value b) {
    Value better = same(op, a, b);
    if (!a.dtype().isFloat()) {
      return better;
    }
    Value undefined = or(compare(CompareOp.NE, a, a), compare(CompareOp.NE, b, b));
    return select(undefined, add(a, b), better);
  }

  Value compare(CompareOp op, Value a, Value b) {
    String kind =
        switch (a.dtype().kind()) {
          case BOOL, UNSIGNED -> "UNSIGNED";
          case SIGNED -> "SIGNED";
          case FLOAT, COMPLEX -> "FLOAT";
          case STRING -> throw new IllegalArgumentException("XLA has no strings.");
        };
    TensorType out = a.type().withDType(DType.BOOL);
    return value(
        "stablehlo.compare %s, %s, %s, %s : %s -> %s"
            .formatted(
                op,
                a.name(),
                b.name(),
                kind,
                HloTypes.operands(List.of(a.type(), b.type())),
                HloTypes.of(out)),
        out);
  }

  Value select(Value predicate, Value onTrue, Value onFalse) {
    return value(
        "stablehlo.select %s, %s, %s : %s, %s"
            .formatted(
                predicate.name(),
                onTrue.name(),
                onFalse.name(),
                HloTypes.of(predicate.type()),
                HloTypes.of(onTrue.type())),
        onTrue.type());
  }

  Value convert(Value x, DType to) {
    return x.dtype() == to ? x : call("stablehlo.convert", List.of(x), "", x.type().withDType(to));
  }

  Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape)
        ? x
        : call("stablehlo.reshape", List.of(x), "", x.type().withShape(shape));
  }

  Value broadcast(Value x, Shape shape, List<Integer> axes) {
    return call(
        "stablehlo.broadcast_in_dim", List.of(x), ", dims = " + axes, x.type().withShape(shape));
  }

  /// Combines the elements of some axes, beginning with a scalar.
  Value reduce(String op, Value x, Value start, List<Integer> axes, TensorType out) {
    return value(
        "stablehlo.reduce(%s init: %s) applies %s across dimensions = %s : %s -> %s"
            .formatted(
                x.name(),
                start.name(),
                op,
                axes,
                HloTypes.operands(List.of(x.type(), start.type())),
                HloTypes.of(out)),
        out);
  }

  Value iota(TensorType type, int axis) {
    return value("stablehlo.iota dim = %d : %s".formatted(axis, HloTypes.of(type)), type);
  }

  Value slice(Value x, List<Integer> starts, List<Integer> limits, List<Integer> strides) {
    var bounds = new ArrayList<String>();
    int[] dims = new int[x.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      bounds.add("%d:%d:%d".formatted(starts.get(i), limits.get(i), strides.get(i)));
      dims[i] = (limits.get(i) - starts.get(i) + strides.get(i) - 1) / strides.get(i);
    }
    return call(
        "stablehlo.slice",
        List.of(x),
        " " + "[" + String.join(", ", bounds) + "]",
        x.type().withShape(Shape.of(dims)));
  }

  Value pad(Value x, Value with, List<Integer> low, List<Integer> high, List<Integer> interior) {
    int[] dims = new int[x.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      int n = x.shape().dim(i);
      dims[i] = low.get(i) + high.get(i) + n + Math.max(0, n - 1) * interior.get(i);
    }
    return call(
        "stablehlo.pad",
        List.of(x, with),
        ", low = %s, high = %s, interior = %s".formatted(low, high, interior),
        x.type().withShape(Shape.of(dims)));
  }
}
