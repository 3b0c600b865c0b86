package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Values of a tensor between its elements.
///
/// The tensor is `(sizes..., rest)` in row-major order, given as rows; a point picks the row of its
/// cell, or a weighted mean of the rows around it.
///
/// @param order 0 for the nearest element, 1 for linear interpolation
record Interpolation(int order, Outside outside) {
  /// What lies outside.
  record Outside(String mode, double value) {}

  /// One neighbour of each point along an axis: its index, whether it lies inside, and its weight.
  private record Neighbour(Tensor index, Tensor valid, Tensor weight) {}

  /// The values at points.
  ///
  /// @param rows `(start * sizes..., rest...)`
  /// @param sizes the axes that points lie in
  /// @param points one coordinate per axis, all of one shape
  /// @param start a multiple of the product of the sizes to begin at, of the points' shape; the
  ///   number of an image in a batch
  Tensor sample(Tensor rows, List<Integer> sizes, List<Tensor> points, Tensor start) {
    List<List<Neighbour>> axes = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      axes.add(neighbours(points.get(i), sizes.get(i)));
    }
    Shape shape = points.getFirst().shape().concat(rows.shape().slice(1, rows.rank()));
    Tensor sum =
        corners(axes).stream()
            .map(corner -> contribution(rows, sizes, corner, start, shape))
            .reduce(Lax::add)
            .orElseThrow();
    return rows.dtype().isFloat()
        ? Lax.convert(sum, rows.dtype())
        : Lax.convert(awayFromZero(sum), rows.dtype());
  }

  /// One neighbour of each axis, in all combinations.
  private static List<List<Neighbour>> corners(List<List<Neighbour>> axes) {
    List<List<Neighbour>> out = List.of(List.of());
    for (var axis : axes) {
      var longer = new ArrayList<List<Neighbour>>();
      for (var prefix : out) {
        for (Neighbour n : axis) {
          var corner = new ArrayList<>(prefix);
          corner.add(n);
          longer.add(corner);
        }
      }
      out = longer;
    }
    return out;
  }

  private Tensor contribution(
      Tensor rows, List<Integer> sizes, List<Neighbour> corner, Tensor start, Shape shape) {
    Tensor place = start;
    Tensor weight = corner.getFirst().weight();
    Tensor valid = corner.getFirst().valid();
    for (int i = 0; i < corner.size(); i++) {
      Neighbour n = corner.get(i);
      place = Lax.add(Lax.mul(place, OpsBase.constantLike(place, sizes.get(i))), n.index());
      if (i > 0) {
        weight = Lax.mul(weight, n.weight());
        valid = Lax.and(valid, n.valid());
      }
    }
    Tensor picked = Picks.along(rows, place, 0);
    Tensor value =
        outside.mode().equals("constant")
            ? Lax.select(along(valid, shape), picked, OpsBase.constantLike(picked, outside.value()))
            : picked;
    return Ops.multiply(along(weight, shape), value);
  }

  private static Tensor along(Tensor x, Shape shape) {
    return Lax.broadcast(x, shape, OpsBase.range(0, x.rank()));
  }

  private List<Neighbour> neighbours(Tensor point, int size) {
    if (order == 0) {
      Tensor index = Lax.convert(awayFromZero(point), DType.INT32);
      return List.of(neighbour(index, size, OpsBase.constantLike(point, 1)));
    }
    Tensor lower = Lax.floor(point);
    Tensor upperWeight = Lax.sub(point, lower);
    Tensor lowerWeight = Lax.sub(OpsBase.constantLike(point, 1), upperWeight);
    Tensor index = Lax.convert(lower, DType.INT32);
    Tensor next = Lax.add(index, OpsBase.constantLike(index, 1));
    return List.of(neighbour(index, size, lowerWeight), neighbour(next, size, upperWeight));
  }

  /// To the nearest integer, halves away from zero.
  private static Tensor awayFromZero(Tensor x) {
    Tensor size = Lax.floor(Lax.add(Lax.abs(x), OpsBase.constantLike(x, 0.5)));
    return Lax.mul(Lax.sign(x), size);
  }

  private Neighbour neighbour(Tensor index, int size, Tensor weight) {
    Tensor zero = OpsBase.constantLike(index, 0);
    Tensor end = OpsBase.constantLike(index, size);
    Tensor valid = Lax.and(Lax.ge(index, zero), Lax.lt(index, end));
    Tensor inside = Lax.min(Lax.max(fixed(index, size), zero), Lax.sub(end, one(index)));
    return new Neighbour(inside, valid, weight);
  }

  private static Tensor one(Tensor x) {
    return OpsBase.constantLike(x, 1);
  }

  private Tensor fixed(Tensor index, int size) {
    return switch (outside.mode()) {
      case "wrap" -> modulo(index, size);
      case "mirror" -> mirrored(index, size);
      case "reflect" -> {
        Tensor odd = Lax.add(Lax.add(index, index), one(index));
        Tensor at = Lax.sub(mirrored(odd, 2 * size + 1), one(index));
        yield Ops.floorDivide(at, OpsBase.constantLike(at, 2));
      }
      case "constant", "nearest" -> index;
      default -> throw new IllegalStateException("unchecked mode " + outside.mode());
    };
  }

  private static Tensor modulo(Tensor x, int divisor) {
    return Ops.mod(x, OpsBase.constantLike(x, divisor));
  }

  private static Tensor mirrored(Tensor index, int size) {
    int s = Math.max(1, size - 1);
    Tensor shift = OpsBase.constantLike(index, s);
    return Lax.abs(Lax.sub(modulo(Lax.add(index, shift), 2 * s), shift));
  }
}
