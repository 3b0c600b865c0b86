package org.keras4j.ops;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Tree;

/// Order statistics, histograms and correlations.
abstract class StatisticsOps extends SequenceOps {
  StatisticsOps() {}

  /// The mean along an axis, weighted.
  ///
  /// @param axis the axis, or none for all elements
  /// @param weights of the shape of x, or a vector along the axis; none for equal weights
  public static Tensor average(Tensor x, Axes axis, Optional<Tensor> weights) {
    if (weights.isEmpty()) {
      return OpCall.of(
          "Average",
          x,
          () -> Map.of("axis", axis.axisParameter()),
          a -> reducing(inexact(a), axis, ReductionOps::meanInWide));
    }
    return OpCall.of(
        "Average",
        x,
        weights.get(),
        () -> Map.of("axis", axis.axisParameter()),
        (a, w) -> {
          DType type = Promotion.inexactType(List.of(a, w));
          return weighted(as(a, type), as(w, type), axis);
        });
  }

  private static Tensor weighted(Tensor x, Tensor weights, Axes axis) {
    var over = axis.within(x.shape());
    Tensor factors = weights;
    if (!weights.shape().equals(x.shape())) {
      if (over.size() != 1 || weights.rank() != 1 || axis.axis().isEmpty()) {
        throw new IllegalArgumentException(
            "average expects weights of the shape of x, or a vector along one axis. Received: x of shape %s, weights of shape %s, axis=%s"
                .formatted(x.shape(), weights.shape(), axis.axisParameter()));
      }
      factors = Lax.broadcast(weights, x.shape(), over);
    }
    return Lax.div(Lax.reduceSum(Lax.mul(x, factors), over), Lax.reduceSum(factors, over));
  }

  /// The median of all elements.
  public static Tensor median(Tensor x) {
    return median(x, Axes.all());
  }

  /// The median along some axes: the middle one in order, or the mean of the middle two.
  public static Tensor median(Tensor x, Axes axes) {
    return OpCall.of(
        "Median",
        x,
        axes::parameters,
        a -> quantiles(inexact(a), Array.scalar(DType.FLOAT32, 0.5), axes, "midpoint", false));
  }

  /// The numbers below which the shares `q` (0 to 1) of the elements along some axes lie, between
  /// neighbours in proportion. The axes of `q` come first.
  public static Tensor quantile(Tensor x, Tensor q, Axes axes) {
    return quantile(x, q, axes, "linear");
  }

  /// The numbers below which the shares `q` (0 to 1, a number or a vector) of the elements along
  /// some axes lie. The axis of `q` comes first.
  ///
  /// @param method what is taken between neighbours: `linear`, `lower`, `higher`, `midpoint` or
  ///   `nearest`
  /// @see <a href="https://keras.io/api/ops/numpy/#quantile-function">keras.ops.quantile</a>
  public static Tensor quantile(Tensor x, Tensor q, Axes axes, String method) {
    return quantileCall("Quantile", x, q, axes, method, 1, false);
  }

  /// As {@link #quantile(Tensor, Tensor, Axes, String)}, the shares in percent.
  public static Tensor percentile(Tensor x, Tensor q, Axes axes, String method) {
    return quantileCall("Percentile", x, q, axes, method, 100, false);
  }

  static Tensor quantileCall(
      String className,
      Tensor x,
      Tensor q,
      Axes axes,
      String method,
      double whole,
      boolean skipNan) {
    return OpCall.of(
        className,
        x,
        q,
        () -> Map.of("axis", axes.axisParameter(), "method", method, "keepdims", axes.keep()),
        (a, shares) -> {
          Tensor parts = a.dtype() == DType.FLOAT64 ? as(shares, DType.FLOAT64) : inexact(shares);
          Tensor fractions = whole == 1 ? parts : Lax.mul(parts, constantLike(parts, 1 / whole));
          return quantiles(inexact(a), fractions, axes, method, skipNan);
        });
  }

  static Tensor quantiles(Tensor x, Tensor shares, Axes axes, String method, boolean skipNan) {
    if (shares.rank() > 1) {
      throw new IllegalArgumentException(
          "Expected the shares q as a number or a vector. Received: q of shape " + shares.shape());
    }
    Tensor q = x.dtype() == DType.FLOAT64 ? as(shares, DType.FLOAT64) : shares;
    var over = axes.within(x.shape());
    Tensor rows = merged(x, over);
    int last = rows.rank() - 1;
    int size = rows.shape().dim(last);
    Tensor missing = isNan(rows);
    if (!skipNan) {
      Tensor any =
          restored(Lax.reduce(ReduceOp.OR, missing, List.of(last)), rows.shape(), List.of(last));
      rows = Lax.select(expand(any, rows.shape()), constantLike(rows, Double.NaN), rows);
    }
    Tensor sorted = Lax.sort(List.of(rows), last).getFirst();
    Shape batch = rows.shape().slice(0, last);
    Shape out = batch.concat(Shape.of((int) q.shape().size()));
    Tensor limit =
        skipNan
            ? lastPresent(missing, q.dtype(), out)
            : Lax.full(new TensorType(q.dtype(), out), size - 1);
    Tensor place = Lax.mul(expand(Lax.reshape(q, out.slice(last, last + 1)), out), limit);
    Tensor value = between(sorted, place, limit, method);
    Tensor inFront = Lax.transpose(value, frontOrder(last));
    Shape kept = axes.keep() ? restoredShape(x.shape(), over) : batch;
    return Lax.reshape(inFront, q.shape().concat(kept));
  }

  private static List<Integer> frontOrder(int last) {
    var order = new java.util.ArrayList<Integer>(List.of(last));
    order.addAll(range(0, last));
    return order;
  }

  private static Shape restoredShape(Shape shape, List<Integer> over) {
    Shape out = shape;
    for (int axis : over) {
      out = out.with(axis, 1);
    }
    return out;
  }

  /// Some axes merged into one, which comes last.
  private static Tensor merged(Tensor x, List<Integer> over) {
    var order = new java.util.ArrayList<>(range(0, x.rank()));
    order.removeAll(over);
    Shape batch = x.shape().without(over);
    order.addAll(over);
    return Lax.reshape(
        Lax.transpose(x, order), batch.concat(Shape.of((int) count(x.shape(), over))));
  }

  /// The place of the last element that is a number, at least 0.
  private static Tensor lastPresent(Tensor missing, DType type, Shape out) {
    int last = missing.rank() - 1;
    Tensor present = Lax.convert(Lax.not(missing), type);
    Tensor count = Lax.reduceSum(present, List.of(last));
    Tensor limit = Lax.sub(count, constantLike(count, 1));
    return expand(inserted(limit, List.of(-1)), out);
  }

  private static Tensor between(Tensor sorted, Tensor place, Tensor limit, String method) {
    Tensor zero = constantLike(place, 0);
    Tensor low = Lax.floor(place);
    Tensor high = Lax.ceil(place);
    Tensor share = Lax.sub(place, low);
    Tensor below = atPlace(sorted, Lax.max(zero, Lax.min(low, limit)));
    Tensor above = atPlace(sorted, Lax.max(zero, Lax.min(high, limit)));
    return switch (method) {
      case "lower" -> below;
      case "higher" -> above;
      case "midpoint" -> Lax.mul(Lax.add(below, above), constantLike(below, 0.5));
      case "nearest" -> Lax.select(Lax.le(share, constantLike(share, 0.5)), below, above);
      case "linear" -> {
        Tensor rest = Lax.sub(constantLike(share, 1), share);
        Tensor value =
            Lax.add(
                Lax.mul(Lax.convert(below, share.dtype()), rest),
                Lax.mul(Lax.convert(above, share.dtype()), share));
        yield Lax.convert(value, sorted.dtype());
      }
      default ->
          throw new IllegalArgumentException(
              "Expected a method of linear, lower, higher, midpoint, nearest. Received: method="
                  + method);
    };
  }

  private static Tensor atPlace(Tensor sorted, Tensor place) {
    return alongAxis(sorted, Lax.convert(place, DType.INT32), sorted.rank() - 1);
  }

  /// How often each number from 0 occurs among non-negative integers, as int32: along the last axis
  /// of a vector or matrix. Not for use in a traced program without `minlength` in sight: the size
  /// of the result depends on the largest number.
  public static Tensor bincount(Tensor x) {
    return bincount(x, Optional.empty(), 0);
  }

  /// The sum of the weights of each number from 0 (without weights: how often it occurs), at least
  /// `minLength` numbers.
  ///
  /// @throws IllegalArgumentException if x is not of an integer dtype
  public static Tensor bincount(Tensor x, Optional<Tensor> weights, int minLength) {
    var arguments = Arguments.of(x);
    DType type = weights.map(Tensor::dtype).orElse(DType.INT32);
    return OpCall.of(
            "Bincount",
            weights.isPresent() ? arguments.with("weights", weights.get()) : arguments,
            () ->
                Map.of("weights", Optional.empty(), "minlength", (long) minLength, "sparse", false),
            a -> {
              var in = a.tensors();
              return Tree.leaf(counted(in.get(0), in.stream().skip(1).findFirst(), minLength));
            },
            a -> {
              Shape rows = a.tensors().getFirst().shape();
              return Tree.leaf(
                  new TensorType(
                      type,
                      rows.slice(0, Math.max(0, rows.rank() - 1)).concat(Shape.of(Shape.UNKNOWN))));
            })
        .single();
  }

  private static Tensor counted(Tensor x, Optional<Tensor> weights, int minLength) {
    Array numbers = concrete("bincount", x);
    if (numbers.dtype() != DType.BOOL) {
      integers("bincount", numbers);
    }
    if (numbers.rank() != 1 && numbers.rank() != 2) {
      throw new IllegalArgumentException(
          "bincount expects a vector or a matrix. Received: x of shape " + numbers.shape());
    }
    long largest = -1;
    for (long value : numbers.toLongs()) {
      largest = Math.max(largest, value);
    }
    int size = Math.toIntExact(Math.max(minLength, largest + 1));
    Tensor what =
        weights
            .map(OpsBase::strong)
            .orElseGet(() -> Lax.full(new TensorType(DType.INT32, numbers.shape()), 1));
    Tensor at =
        Lax.max(
            Lax.convert(numbers, DType.INT32),
            Lax.full(new TensorType(DType.INT32, numbers.shape()), 0));
    if (numbers.rank() == 1) {
      return added(at, what, size);
    }
    return stacked(
        IntStream.range(0, numbers.shape().dim(0))
            .mapToObj(i -> added(row(at, i), row(what, i), size))
            .toList(),
        0);
  }

  private static Tensor row(Tensor x, int i) {
    return squeezed(Lax.sliceAxis(x, 0, i, i + 1), 0);
  }

  /// A vector to which each element is added at its place; places outside are left out.
  static Tensor added(Tensor places, Tensor what, int size) {
    var where = new Places(List.of(), List.of(0), List.of(), List.of(), List.of(0));
    Tensor vectors = Lax.reshape(places, places.shape().insert(places.rank(), 1));
    Tensor zeros = zerosOf(TensorType.of(what.dtype(), size));
    return Lax.scatter(ScatterOp.ADD, zeros, vectors, what, where);
  }

  /// How many elements fall into each of `bins` equal intervals between the smallest and the
  /// largest (or within a range), and the edges of the intervals.
  ///
  /// @throws IllegalArgumentException if `bins` is not positive or the range is not ascending
  public static List<Tensor> histogram(Tensor x, int bins, Optional<List<Double>> range) {
    if (bins <= 0 || range.filter(r -> r.size() != 2 || r.get(0) > r.get(1)).isPresent()) {
      throw new IllegalArgumentException(
          "histogram expects a positive number of bins and an ascending range of two numbers. Received: bins=%d, range=%s"
              .formatted(bins, range.<Object>map(r -> r).orElse("None")));
    }
    return parts(
        "Histogram",
        x,
        Map.of("bins", (long) bins, "range", range.<Object>map(r -> r).orElse(Optional.empty())),
        a -> counts(flat(inexact(a)), bins, range));
  }

  private static List<Tensor> counts(Tensor x, int bins, Optional<List<Double>> range) {
    Tensor low =
        range.map(r -> scalarLike(x, r.get(0))).orElseGet(() -> Lax.reduceMin(x, List.of(0)));
    Tensor high =
        range.map(r -> scalarLike(x, r.get(1))).orElseGet(() -> Lax.reduceMax(x, List.of(0)));
    Tensor half = scalarLike(x, 0.5);
    Tensor flat = Lax.eq(low, high);
    Tensor start = Lax.select(flat, Lax.sub(low, half), low);
    Tensor stop = Lax.select(flat, Lax.add(high, half), high);
    Tensor edges = GridMath.linspace(start, stop, bins + 1, true).getFirst();
    Tensor after = places(edges, x, true);
    Tensor end = expand(stop, x.shape());
    Tensor bin = Lax.select(Lax.eq(x, end), constantLike(after, bins + 1), after);
    Tensor inside = Lax.and(Lax.ge(x, expand(start, x.shape())), Lax.le(x, end));
    Tensor place =
        Lax.select(
            inside,
            Lax.sub(Lax.min(bin, constantLike(bin, bins)), constantLike(bin, 1)),
            constantLike(bin, -1));
    return List.of(added(place, constantLike(x, 1), bins), edges);
  }

  /// The correlation coefficients of the rows of a matrix.
  public static Tensor corrcoef(Tensor x) {
    return unary(
        "Corrcoef",
        x,
        a -> {
          Tensor own = inexact(a);
          if (own.rank() > 2) {
            throw new IllegalArgumentException(
                "corrcoef expects a vector or a matrix. Received: x of shape " + own.shape());
          }
          boolean vector = own.rank() < 2;
          Tensor rows = vector ? Lax.reshape(own, Shape.of(1, (int) own.shape().size())) : own;
          Tensor mean = restored(meanInWide(rows, List.of(1)), rows.shape(), List.of(1));
          Tensor distance = Lax.sub(rows, expand(mean, rows.shape()));
          int n = rows.shape().dim(1);
          Tensor product = Lax.matmul(distance, conjugated(swapped(distance, 0, 1)));
          Tensor covariance = Lax.div(product, constantLike(product, n - 1));
          return rows.shape().dim(0) == 1
              ? Lax.reshape(Lax.div(covariance, covariance), Shape.SCALAR)
              : normalized(covariance);
        });
  }

  private static Tensor normalized(Tensor covariance) {
    Shape shape = covariance.shape();
    Tensor deviation = Lax.sqrt(diagonalOf(covariance, 0, 0, 1));
    Tensor byRow = Lax.div(covariance, Lax.broadcast(deviation, shape, List.of(0)));
    Tensor both = Lax.div(byRow, Lax.broadcast(deviation, shape, List.of(1)));
    return both.dtype().isComplex()
        ? both
        : Lax.min(constantLike(both, 1), Lax.max(constantLike(both, -1), both));
  }

  /// The sliding products of two vectors.
  ///
  /// @param mode `valid` (complete overlaps only), `same` (as long as the longer one) or `full`
  public static Tensor correlate(Tensor x, Tensor y, String mode) {
    return OpCall.of(
        "Correlate",
        x,
        y,
        () -> Map.of("mode", mode),
        (a, b) -> {
          DType type = Promotion.inexactType(List.of(a, b));
          return slid(as(a, type), conjugated(as(b, type)), mode);
        });
  }

  private static Tensor slid(Tensor x, Tensor y, String mode) {
    if (x.rank() != 1 || y.rank() != 1 || x.shape().size() == 0 || y.shape().size() == 0) {
      throw new IllegalArgumentException(
          "correlate expects two vectors that are not empty. Received: shapes %s and %s"
              .formatted(x.shape(), y.shape()));
    }
    if (x.shape().dim(0) < y.shape().dim(0)) {
      return Lax.reverse(slid(y, x, mode), List.of(0));
    }
    int n = y.shape().dim(0);
    int low =
        switch (mode) {
          case "valid" -> 0;
          case "same" -> n / 2;
          case "full" -> n - 1;
          default ->
              throw new IllegalArgumentException(
                  "Expected a mode of valid, same, full. Received: mode=" + mode);
        };
    int high = mode.equals("same") ? n - n / 2 - 1 : low;
    var layout = Layout.channelsFirst(1);
    var one = List.of(1);
    var conv = new Conv(one, List.of(low), List.of(high), one, one, 1, 1, layout, layout, layout);
    Tensor signal = inserted(x, List.of(0, 1));
    return squeezed(Lax.conv(signal, inserted(y, List.of(0, 1)), conv), 0, 1);
  }

  /// The places of the elements that are not 0: one int32 vector per axis.
  ///
  /// @throws IllegalStateException in a traced program, because the number of places is not known
  /// @see <a href="https://keras.io/api/ops/numpy/#nonzero-function">keras.ops.nonzero</a>
  public static List<Tensor> nonzero(Tensor x) {
    return OpCall.of(
            "Nonzero",
            Arguments.of(x),
            NO_PARAMETERS,
            a -> Tree.sequence(trueAt(a.tensors().getFirst())),
            a ->
                new Tree.Sequence<>(
                    Collections.nCopies(
                        a.tensors().getFirst().rank(),
                        Tree.leaf(TensorType.of(DType.INT32, Shape.UNKNOWN)))))
        .flatten();
  }

  private static List<Tensor> trueAt(Tensor x) {
    Array test = concrete("nonzero", truth(concrete("nonzero", x)));
    long[] values = test.toLongs();
    int[] flat = IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    Shape shape = test.rank() == 0 ? Shape.of(1) : test.shape();
    int[] strides = shape.strides();
    return IntStream.range(0, shape.rank())
        .<Tensor>mapToObj(
            axis -> {
              int[] places =
                  IntStream.of(flat).map(i -> i / strides[axis] % shape.dim(axis)).toArray();
              return Array.ofInts(Shape.of(places.length), places);
            })
        .toList();
  }

  /// Whether each element of x is among the elements of y.
  public static Tensor isin(Tensor x, Tensor y) {
    return isin(x, y, false, false);
  }

  /// Whether each element of x is (or, inverted, is not) among the elements of y.
  public static Tensor isin(Tensor x, Tensor y, boolean assumeUnique, boolean invert) {
    return OpCall.of(
        "IsIn",
        x,
        y,
        () -> Map.of("assume_unique", assumeUnique, "invert", invert),
        (a, b) -> {
          var same = promoted(List.of(a, flat(b)));
          Tensor own = same.get(0);
          int n = same.get(1).shape().dim(0);
          Shape pairs = own.shape().concat(Shape.of(n));
          Tensor equal =
              Lax.eq(Lax.broadcast(own, pairs, range(0, own.rank())), expand(same.get(1), pairs));
          Tensor found = Lax.reduce(ReduceOp.OR, equal, List.of(own.rank()));
          return invert ? Lax.not(found) : found;
        });
  }

  /// A vector of host numbers.
  static Tensor vector(DType dtype, double[] values) {
    var out = Elements.zeros(TensorType.of(dtype, values.length));
    for (int i = 0; i < values.length; i++) {
      out.setDouble(i, values[i]);
    }
    return out.toArray();
  }
}
