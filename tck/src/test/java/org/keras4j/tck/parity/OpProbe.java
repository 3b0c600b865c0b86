package org.keras4j.tck.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A recorded call of an op as a function of its differentiable arguments, and what must hold of it
/// whatever the op is.
final class OpProbe {
  private static final double ROUGH = 3e-2;
  private static final double FINE = 1e-5;

  private final OpInvocation op;
  private final List<String> paths;
  private final List<Array> recorded;
  private final Random random;

  /// @param op the call
  /// @param paths which of its tensors are the arguments
  OpProbe(OpInvocation op, List<String> paths) throws Exception {
    this.op = op;
    this.paths = paths;
    this.random = new Random(op.c().id().hashCode());
    Map<String, Array> found = new LinkedHashMap<>();
    op.call(
        (path, array) -> {
          found.put(path, array);
          return array;
        });
    this.recorded =
        paths.stream().map(path -> Optional.ofNullable(found.get(path)).orElseThrow()).toList();
  }

  /// The paths of all tensors of a call that are no strings.
  static List<String> tensors(OpInvocation op) throws Exception {
    List<String> out = new ArrayList<>();
    op.call(
        (path, array) -> {
          out.add(path);
          return array;
        });
    return out;
  }

  private List<Tensor> apply(List<? extends Tensor> in) {
    try {
      List<Tensor> outputs = new ArrayList<>();
      OpInvocation.leaves(
          op.call((path, array) -> paths.contains(path) ? in.get(paths.indexOf(path)) : array),
          outputs);
      return outputs;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// The recorded arguments as float64, off the round numbers that cases like.
  private List<Array> moved() {
    return recorded.stream()
        .map(
            x -> {
              Elements out = Elements.zeros(x.type().withDType(DType.FLOAT64));
              for (int i = 0; i < out.size(); i++) {
                out.setDouble(i, x.elements().getDouble(i) + 0.01 * random.nextGaussian());
              }
              return out.toArray();
            })
        .toList();
  }

  private List<Array> directions() {
    return recorded.stream().map(x -> gaussian(x.shape(), DType.FLOAT64)).toList();
  }

  private Array gaussian(Shape shape, DType dtype) {
    Elements out = Elements.zeros(new org.keras4j.tensor.TensorType(dtype, shape));
    for (int i = 0; i < out.size(); i++) {
      out.setDouble(i, random.nextGaussian());
    }
    return out.toArray();
  }

  /// A random weighting of the results: a scalar function.
  private Function<List<Tensor>, Tensor> weighted(List<Array> weights) {
    return in -> {
      Tensor sum = Array.scalar(DType.FLOAT64, 0);
      int next = 0;
      for (Tensor out : apply(in)) {
        if (out.dtype().isFloat()) {
          sum = Ops.add(sum, Ops.sum(Ops.multiply(out, weights.get(next++))));
        }
      }
      return sum;
    };
  }

  private static double inner(List<? extends Tensor> a, List<Array> b) {
    double sum = 0;
    for (int i = 0; i < b.size(); i++) {
      sum += ((Array) Ops.sum(Ops.multiply(a.get(i), b.get(i)))).item();
    }
    return sum;
  }

  private static List<Array> along(List<Array> at, List<Array> direction, double by) {
    List<Array> out = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      out.add((Array) Ops.add(at.get(i), Ops.multiply(direction.get(i), by)));
    }
    return out;
  }

  /// What came of comparing a derivative with differences.
  enum Verdict {
    AGREES,
    DIFFERS,
    /// The function has no derivative there, or no number.
    NO_MATTER
  }

  /// The derivative of `f` along a direction against central differences of two widths: where these
  /// two do not agree the function is not smooth.
  private Verdict compare(
      Function<List<Array>, Double> f, List<Array> at, List<Array> direction, double derivative) {
    var results = apply(at).stream().map(Tensor::dtype).filter(DType::isFloat).toList();
    if (results.stream().anyMatch(t -> t.bytes() < 4)) {
      return Verdict.NO_MATTER;
    }
    boolean rough = results.contains(DType.FLOAT32);
    double step = rough ? 1e-2 : 1e-5;
    double wide = slope(f, at, direction, step);
    double narrow = slope(f, at, direction, step / 2);
    double tolerance = rough ? ROUGH : FINE;
    double size = Math.max(rough ? 1 : 1e-3, Math.abs(narrow));
    if (!Double.isFinite(wide)
        || !Double.isFinite(narrow)
        || Math.abs(wide - narrow) > tolerance / 2 * size) {
      return Verdict.NO_MATTER;
    }
    return Math.abs(derivative - narrow) <= tolerance * size ? Verdict.AGREES : Verdict.DIFFERS;
  }

  private static double slope(
      Function<List<Array>, Double> f, List<Array> at, List<Array> direction, double step) {
    double up = f.apply(along(at, direction, step));
    double down = f.apply(along(at, direction, -step));
    return (up - down) / (2 * step);
  }

  private List<Array> weights(List<Array> at) {
    return apply(at).stream()
        .filter(t -> t.dtype().isFloat())
        .map(t -> gaussian(t.shape(), t.dtype()))
        .toList();
  }

  /// Holds the gradient against finite differences.
  Verdict gradient() {
    var at = moved();
    var weights = weights(at);
    var function = weighted(weights);
    var direction = directions();
    var gradients = Ops.valueAndGrad(function, at).gradients();
    return compare(
        in -> ((Array) function.apply(List.copyOf(in))).item(),
        at,
        direction,
        inner(gradients, direction));
  }

  /// Holds the gradient of a gradient against finite differences of it.
  Verdict secondGradient() {
    var at = moved();
    var weights = weights(at);
    var first = directions();
    var second = directions();
    Function<List<Tensor>, Tensor> slope =
        in -> {
          var gradients = Ops.valueAndGrad(weighted(weights), in).gradients();
          Tensor sum = Array.scalar(DType.FLOAT64, 0);
          for (int i = 0; i < first.size(); i++) {
            sum = Ops.add(sum, Ops.sum(Ops.multiply(gradients.get(i), first.get(i))));
          }
          return sum;
        };
    var gradients = Ops.valueAndGrad(slope, at).gradients();
    return compare(
        in -> ((Array) slope.apply(List.copyOf(in))).item(), at, second, inner(gradients, second));
  }

  /// Holds a batch of two against one after the other.
  Optional<String> batch() {
    List<Array> other = recorded.stream().map(OpProbe::reversed).toList();
    var both = new ArrayList<Tensor>();
    for (int i = 0; i < recorded.size(); i++) {
      both.add(Ops.stack(List.of(recorded.get(i), other.get(i))));
    }
    var batched =
        Ops.vectorizedMapTree(in -> Tree.sequence(apply(in.flatten())), Tree.<Tensor>sequence(both))
            .flatten();
    var first = apply(recorded);
    var second = apply(other);
    List<Tensor> one = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      one.add(Ops.stack(List.of(first.get(i), second.get(i))));
    }
    return difference(batched, one);
  }

  /// The same numbers in the other order: still in the domain of the op.
  private static Array reversed(Array x) {
    Elements from = x.elements();
    Elements out = Elements.zeros(x.type());
    int n = out.size();
    for (int i = 0; i < n; i++) {
      if (x.dtype().isComplex()) {
        out.setComplex(i, from.getDouble(n - 1 - i), from.getImaginary(n - 1 - i));
      } else if (x.dtype().isFloat()) {
        out.setDouble(i, from.getDouble(n - 1 - i));
      } else {
        out.setLong(i, from.getLong(n - 1 - i));
      }
    }
    return out.toArray();
  }

  /// Whether the call refuses to be part of a program.
  boolean isByValues() {
    try {
      var _ = Ops.jit(this::apply).apply(List.copyOf(recorded));
      return false;
    } catch (IllegalStateException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage())
          .matches("(?s).*(depends on values|a concrete tensor).*");
    }
  }

  /// Holds the compiled program against the call.
  Optional<String> compiled() {
    return difference(Ops.jit(this::apply).apply(List.copyOf(recorded)), apply(recorded));
  }

  private static Optional<String> difference(
      List<? extends Tensor> got, List<? extends Tensor> want) {
    if (got.size() != want.size()) {
      return Optional.of("%d results instead of %d".formatted(got.size(), want.size()));
    }
    for (int i = 0; i < got.size(); i++) {
      Array a = Values.concrete(got.get(i));
      Array b = Values.concrete(want.get(i));
      if (!a.shape().equals(b.shape()) || a.dtype() != b.dtype()) {
        return Optional.of("result %d is %s instead of %s".formatted(i, a.type(), b.type()));
      }
      double tolerance = b.dtype().isFloat() && b.dtype().bytes() < 4 ? 2e-2 : 1e-5;
      var found = Comparison.tensors("result " + i, a, b, new Tolerance(tolerance, tolerance));
      if (found.isPresent()) {
        return Optional.of(found.get().reason());
      }
    }
    return Optional.empty();
  }
}
