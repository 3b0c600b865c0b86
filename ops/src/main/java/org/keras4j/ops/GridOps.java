package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Grids of points, and windows.
abstract class GridOps extends NanOps {
  GridOps() {}

  /// `num` numbers evenly spaced from `start` to `stop`.
  ///
  /// @see <a href="https://keras.io/api/ops/numpy/#linspace-function">keras.ops.linspace</a>
  public static Tensor linspace(double start, double stop, int num) {
    return linspace(Array.weak(start), Array.weak(stop), GridOptions.of(num));
  }

  /// Numbers evenly spaced between two tensors, which broadcast.
  public static Tensor linspace(Tensor start, Tensor stop, GridOptions options) {
    return OpCall.of(
        "Linspace",
        start,
        stop,
        () -> options.parameters(Map.of("retstep", false)),
        (a, b) -> spaced(List.of(a, b), options).getFirst());
  }

  /// Numbers evenly spaced between two tensors, and their distance (Keras's `retstep`).
  public static List<Tensor> linspaceWithStep(Tensor start, Tensor stop, GridOptions options) {
    return several(
        "Linspace",
        List.of(start, stop),
        () -> options.parameters(Map.of("retstep", true)),
        in -> spaced(in, options));
  }

  private static List<Tensor> spaced(List<Tensor> bounds, GridOptions options) {
    DType result = options.resultType(bounds);
    DType type = Promotion.inexact(result);
    var grid =
        broadcastPair(
            as(bounds.get(0), type),
            as(bounds.get(1), type),
            (x, y) -> GridMath.linspace(x, y, options.num(), options.endpoint()));
    return List.of(options.finish(grid.get(0), result), grid.get(1));
  }

  private static List<Tensor> broadcastPair(
      Tensor x, Tensor y, java.util.function.BiFunction<Tensor, Tensor, List<Tensor>> f) {
    Shape both = Shape.broadcast(x.shape(), y.shape());
    return f.apply(expand(x, both), expand(y, both));
  }

  /// Powers of a base, the exponents evenly spaced between two tensors, which broadcast.
  public static Tensor logspace(Tensor start, Tensor stop, double base, GridOptions options) {
    return OpCall.of(
        "Logspace",
        start,
        stop,
        () -> options.parameters(Map.of("base", base)),
        (a, b) -> {
          DType result = options.resultType(List.of(a, b));
          DType type = Promotion.inexact(result);
          Tensor exponents =
              broadcastPair(
                      as(a, type),
                      as(b, type),
                      (x, y) -> GridMath.linspace(x, y, options.num(), options.endpoint()))
                  .getFirst();
          Tensor powers = Lax.pow(constantLike(exponents, base), exponents);
          return options.finish(powers, result);
        });
  }

  /// Numbers in a constant ratio between two tensors, which broadcast.
  public static Tensor geomspace(Tensor start, Tensor stop, GridOptions options) {
    return OpCall.of(
        "Geomspace",
        start,
        stop,
        () -> options.parameters(Map.of()),
        (a, b) -> {
          DType result = options.resultType(List.of(a, b));
          DType type = Promotion.inexact(result);
          return options.finish(
              broadcastPair(as(a, type), as(b, type), (x, y) -> List.of(geometric(x, y, options)))
                  .getFirst(),
              result);
        });
  }

  private static Tensor geometric(Tensor start, Tensor stop, GridOptions options) {
    Tensor sign = Lax.sign(start);
    Tensor exponents =
        GridMath.linspace(
                Lax.log(Lax.mul(sign, start)),
                Lax.log(Lax.mul(sign, stop)),
                options.num(),
                options.endpoint())
            .getFirst();
    Tensor points = Lax.mul(Lax.exp(exponents), expand(sign, exponents.shape()));
    int n = options.num();
    int last = options.endpoint() && n > 1 ? n - 1 : n;
    if (n == 0) {
      return points;
    }
    var all = new ArrayList<Tensor>();
    all.add(Lax.reshape(start, start.shape().insert(0, 1)));
    all.add(Lax.sliceAxis(points, 0, 1, last));
    if (last < n) {
      all.add(Lax.reshape(stop, start.shape().insert(0, 1)));
    }
    return Lax.concatenate(all, 0);
  }

  /// The coordinates of a grid, made of one vector per axis: one tensor per axis.
  ///
  /// @param indexing `xy` (the first two axes exchanged, as for pictures) or `ij`
  public static List<Tensor> meshgrid(List<? extends Tensor> xs, String indexing) {
    if (!indexing.equals("xy") && !indexing.equals("ij")) {
      throw new IllegalArgumentException(
          "meshgrid expects an indexing of xy or ij. Received: indexing=" + indexing);
    }
    return several(
        "Meshgrid",
        xs,
        () -> Map.of("indexing", indexing),
        in -> {
          boolean swap = indexing.equals("xy") && in.size() > 1;
          int[] sizes = new int[in.size()];
          for (int i = 0; i < sizes.length; i++) {
            Tensor x = in.get(i);
            if (x.rank() > 1) {
              throw new IllegalArgumentException(
                  "meshgrid expects vectors. Received: a tensor of shape " + x.shape());
            }
            sizes[axisOf(i, swap)] = (int) x.shape().size();
          }
          Shape shape = Shape.of(sizes);
          return IntStream.range(0, in.size())
              .mapToObj(i -> Lax.broadcast(flat(in.get(i)), shape, List.of(axisOf(i, swap))))
              .toList();
        });
  }

  private static int axisOf(int i, boolean swap) {
    return swap && i < 2 ? 1 - i : i;
  }

  /// The powers of each element of a vector as a row: `n` columns, the exponents descending.
  public static Tensor vander(Tensor x, Optional<Integer> n, boolean increasing) {
    return OpCall.of(
        "Vander",
        x,
        () ->
            Map.of(
                "N",
                n.<Object>map(Integer::longValue).orElse(Optional.empty()),
                "increasing",
                increasing),
        a -> {
          if (a.rank() != 1 || n.orElse(0) < 0) {
            throw new IllegalArgumentException(
                "vander expects a vector and N >= 0. Received: x of shape %s, N=%s"
                    .formatted(a.shape(), n.<Object>map(v -> v).orElse("None")));
          }
          Tensor own = strong(a);
          int rows = own.shape().dim(0);
          int columns = n.orElse(rows);
          var powers = new ArrayList<Tensor>();
          Tensor power = constantLike(own, 1);
          for (int i = 0; i < columns; i++) {
            powers.add(Lax.reshape(power, Shape.of(rows, 1)));
            power = Lax.mul(power, own);
          }
          if (powers.isEmpty()) {
            return zerosOf(TensorType.of(own.dtype(), rows, 0));
          }
          return Lax.concatenate(increasing ? powers : powers.reversed(), 1);
        });
  }

  private static Tensor window(int size, DoubleUnaryOperator at) {
    double[] values =
        IntStream.range(0, Math.max(0, size))
            .mapToDouble(i -> size == 1 ? 1 : at.applyAsDouble((double) i / (size - 1)))
            .toArray();
    return vector(Promotion.floatx(), values);
  }

  /// The Bartlett window: a triangle.
  public static Tensor bartlett(int size) {
    return window(size, t -> 1 - Math.abs(2 * t - 1));
  }

  /// The Blackman window.
  public static Tensor blackman(int size) {
    return window(
        size, t -> 0.42 - 0.5 * Math.cos(2 * Math.PI * t) + 0.08 * Math.cos(4 * Math.PI * t));
  }

  /// The Hamming window.
  public static Tensor hamming(int size) {
    return window(size, t -> 0.54 - 0.46 * Math.cos(2 * Math.PI * t));
  }

  /// The Hann window.
  public static Tensor hanning(int size) {
    return window(size, t -> 0.5 - 0.5 * Math.cos(2 * Math.PI * t));
  }

  /// The Kaiser window of a shape parameter.
  public static Tensor kaiser(int size, double beta) {
    double whole = GridMath.besselI0(beta);
    return window(
        size,
        t -> {
          double place = 2 * t - 1;
          return GridMath.besselI0(beta * Math.sqrt(Math.max(0, 1 - place * place))) / whole;
        });
  }
}
