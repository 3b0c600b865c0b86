package org.keras4j.layers;

import java.util.List;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// Layers that cut off the borders of spatial axes.
///
/// @param <SELF> the class itself
public abstract class BaseCropping<SELF extends BaseCropping<SELF>> extends BorderLayer<SELF> {
  BaseCropping(int rank, boolean hasFormat, int[][] ends) {
    super(rank, "cropping", false, hasFormat, ends);
  }

  @Override
  protected Tensor call(Tensor x, Call ctx) {
    int[] starts = new int[x.rank()];
    int[] sizes = x.shape().dims();
    for (int i = 0; i < spatialRank; i++) {
      List<Integer> ends = borders.get().get(i);
      int axis = firstSpatialAxis() + i;
      starts[axis] = ends.get(0);
      sizes[axis] -= ends.get(0) + ends.get(1);
      if (sizes[axis] <= 0) {
        throw new IllegalArgumentException(
            "Values in `cropping` should be smaller than the corresponding spatial dimension of the input of layer '%s'. Received: inputs.shape=%s, cropping=%s"
                .formatted(name(), x.shape(), borders.get()));
      }
    }
    return Ops.slice(x, starts, sizes);
  }
}
