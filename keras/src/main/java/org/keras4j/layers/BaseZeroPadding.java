package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Layers that put zeros around spatial axes.
///
/// @param <SELF> the class itself
public abstract class BaseZeroPadding<SELF extends BaseZeroPadding<SELF>>
    extends BorderLayer<SELF> {
  BaseZeroPadding(int rank, int[][] ends) {
    super(rank, "padding", true, true, ends);
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    int[][] widths = new int[x.rank()][2];
    for (int i = 0; i < spatialRank; i++) {
      List<Integer> ends = borders.get().get(i);
      widths[firstSpatialAxis() + i] = new int[] {ends.get(0), ends.get(1)};
    }
    return Ops.pad(x, widths);
  }
}
