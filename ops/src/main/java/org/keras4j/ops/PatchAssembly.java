package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Images from patches that lie side by side.
final class PatchAssembly {
  private PatchAssembly() {}

  static Tensor of(Tensor patches, List<Integer> size, List<Integer> outputSize, ConvOptions o) {
    int n = size.size();
    check(patches, size, outputSize, o);
    boolean batched = patches.rank() == n + 2;
    Tensor x = batched ? patches : Lax.reshape(patches, patches.shape().insert(0, 1));
    x = o.channelsFirst() ? Ops.moveaxis(x, 1, n + 1) : x;
    int elements = size.stream().reduce(1, Math::multiplyExact);
    int channels = x.shape().dim(-1) / elements;
    Shape grid = x.shape().slice(1, n + 1);
    Tensor split =
        Lax.reshape(x, x.shape().slice(0, n + 1).concat(Shape.of(size)).concat(Shape.of(channels)));
    var order = new ArrayList<Integer>(List.of(0));
    Shape whole = x.shape().slice(0, 1);
    for (int i = 0; i < n; i++) {
      order.addAll(List.of(1 + i, 1 + n + i));
      whole = whole.concat(Shape.of(grid.dim(i) * size.get(i)));
    }
    order.add(2 * n + 1);
    Tensor out = Lax.reshape(Lax.transpose(split, order), whole.concat(Shape.of(channels)));
    for (int i = 0; i < n; i++) {
      int low = (out.shape().dim(1 + i) - outputSize.get(i)) / 2;
      out = Lax.sliceAxis(out, 1 + i, low, low + outputSize.get(i));
    }
    out = o.channelsFirst() ? Ops.moveaxis(out, n + 1, 1) : out;
    return batched ? out : Lax.reshape(out, out.shape().slice(1, out.rank()));
  }

  private static void check(
      Tensor patches, List<Integer> size, List<Integer> outputSize, ConvOptions o) {
    int n = size.size();
    if (n < 2 || n > 3 || outputSize.size() != n) {
      throw refused("Expected 2 sizes for images, 3 for volumes", patches, size, outputSize);
    }
    if (patches.rank() != n + 1 && patches.rank() != n + 2) {
      throw refused("Expected rank %d or %d".formatted(n + 1, n + 2), patches, size, outputSize);
    }
    int first = patches.rank() - n - (o.channelsFirst() ? 0 : 1);
    int elements = size.stream().reduce(1, Math::multiplyExact);
    if (patches.shape().dim(o.channelsFirst() ? -n - 1 : -1) % elements != 0) {
      throw refused("Expected channels for each element of a patch", patches, size, outputSize);
    }
    for (int i = 0; i < n; i++) {
      if (o.stride(i) != size.get(i)) {
        throw refused("Expected strides of the patch's size", patches, size, outputSize);
      }
      int covered = patches.shape().dim(first + i) * size.get(i);
      int cut = covered - outputSize.get(i);
      if (cut < 0 || cut >= (o.padding().equals("valid") ? 1 : size.get(i))) {
        throw refused(
            "Expected an output size that the grid of patches covers exactly, or with `same` padding by less than a patch more",
            patches,
            size,
            outputSize);
      }
    }
  }

  private static IllegalArgumentException refused(
      String expected, Tensor patches, List<Integer> size, List<Integer> outputSize) {
    return new IllegalArgumentException(
        "%s. Received: patches.shape=%s, size=%s, output_size=%s"
            .formatted(expected, patches.shape(), size, outputSize));
  }
}
