package org.keras4j.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Tensor;

/// How `linspace` and its kin space numbers.
///
/// @param num how many numbers
/// @param endpoint whether the end is the last of them
/// @param dtype of the result; without one a float type
/// @param axis where the new axis goes
public record GridOptions(int num, boolean endpoint, Optional<DType> dtype, int axis) {
  /// `num` numbers including the end, along a new first axis.
  public static GridOptions of(int num) {
    return new GridOptions(num, true, Optional.empty(), 0);
  }

  /// With or without the end.
  public GridOptions endpoint(boolean included) {
    return new GridOptions(num, included, dtype, axis);
  }

  /// In a dtype.
  public GridOptions dtype(DType type) {
    return new GridOptions(num, endpoint, Optional.of(type), axis);
  }

  /// Along a new axis at a place of the result.
  public GridOptions axis(int place) {
    return new GridOptions(num, endpoint, dtype, place);
  }

  DType resultType(List<? extends Tensor> bounds) {
    return dtype.orElseGet(() -> Promotion.inexactType(bounds));
  }

  /// The points in the dtype asked for, their axis (the first) where it is asked for.
  Tensor finish(Tensor points, DType result) {
    Tensor whole = result.isInteger() ? Lax.floor(points) : points;
    return ShapeOps.moved(Lax.convert(whole, result), List.of(0), List.of(axis));
  }

  Map<String, Object> parameters(Map<String, Object> more) {
    var all = new LinkedHashMap<String, Object>();
    all.put("num", (long) num);
    all.put("endpoint", endpoint);
    all.put("dtype", OpsBase.name(dtype));
    all.put("axis", (long) axis);
    all.putAll(more);
    return all;
  }
}
