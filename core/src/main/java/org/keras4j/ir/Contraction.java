package org.keras4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Sums of products.
public sealed interface Contraction extends Primitive {

  /// General product of two tensors of one dtype: `leftBatch` axes pair with `rightBatch`,
  /// `leftContract` with `rightContract` (summed). The result has the batch axes, then the left's
  /// remaining axes, then the right's. `result` is the result's dtype: the operands' own, or a
  /// wider one to accumulate in (int8 to int32, bfloat16 to float32).
  record Dot(
      List<Integer> leftContract,
      List<Integer> rightContract,
      List<Integer> leftBatch,
      List<Integer> rightBatch,
      DType result)
      implements Contraction {
    /// Keeps copies.
    public Dot {
      leftContract = List.copyOf(leftContract);
      rightContract = List.copyOf(rightContract);
      leftBatch = List.copyOf(leftBatch);
      rightBatch = List.copyOf(rightBatch);
    }

    /// The left operand's axes that are neither batch nor contracted, in order.
    public List<Integer> leftFree(int rank) {
      return Types.range(rank).stream()
          .filter(a -> !leftContract.contains(a) && !leftBatch.contains(a))
          .toList();
    }

    /// The right operand's axes that are neither batch nor contracted, in order.
    public List<Integer> rightFree(int rank) {
      return Types.range(rank).stream()
          .filter(a -> !rightContract.contains(a) && !rightBatch.contains(a))
          .toList();
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType a = in.get(0);
      TensorType b = in.get(1);
      Types.require(
          a.dtype() == b.dtype() && a.dtype() != DType.BOOL && a.dtype() != DType.STRING,
          "Dot takes two operands of one number type. Received: %s",
          in);
      var left = new ArrayList<>(leftBatch);
      left.addAll(leftContract);
      var right = new ArrayList<>(rightBatch);
      right.addAll(rightContract);
      Types.axes(this, left, a.rank());
      Types.axes(this, right, b.rank());
      Types.require(
          Types.pick(a.shape(), left).equals(Types.pick(b.shape(), right))
              && leftBatch.size() == rightBatch.size(),
          "%s needs equal sizes of paired axes. Received: %s",
          this,
          in);
      Shape shape =
          Types.pick(a.shape(), leftBatch)
              .concat(Types.pick(a.shape(), leftFree(a.rank())))
              .concat(Types.pick(b.shape(), rightFree(b.rank())));
      return List.of(new TensorType(result, shape));
    }

    @Override
    public String print() {
      return "dot[%s x %s, batch %s x %s, %s]"
          .formatted(leftContract, rightContract, leftBatch, rightBatch, result);
    }
  }

  /// Which axis of a convolution's operand means what: `batch` (for a kernel: output channels),
  /// `feature` (input channels), then the spatial ones.
  record Layout(int batch, int feature, List<Integer> spatial) {
    /// Keeps a copy.
    public Layout {
      spatial = List.copyOf(spatial);
    }

    /// `N, spatial…, C`.
    public static Layout channelsLast(int spatialRank) {
      return new Layout(0, spatialRank + 1, IntStream.rangeClosed(1, spatialRank).boxed().toList());
    }

    /// `N, C, spatial…`.
    public static Layout channelsFirst(int spatialRank) {
      return new Layout(0, 1, IntStream.range(2, spatialRank + 2).boxed().toList());
    }

    /// Keras's kernels: `spatial…, in, out`.
    public static Layout kernel(int spatialRank) {
      return new Layout(
          spatialRank + 1, spatialRank, IntStream.range(0, spatialRank).boxed().toList());
    }

    private Shape arrange(int batchSize, int featureSize, List<Integer> sizes) {
      int[] dims = new int[spatial.size() + 2];
      dims[batch] = batchSize;
      dims[feature] = featureSize;
      for (int i = 0; i < sizes.size(); i++) {
        dims[spatial.get(i)] = sizes.get(i);
      }
      return Shape.of(dims);
    }
  }

  /// General convolution (cross-correlation) of an input and a kernel of one dtype, as XLA defines
  /// it: spatial strides, padding (negative cuts off), dilation of input and kernel, groups of
  /// features (or of the batch, as gradients need).
  record Conv(
      List<Integer> strides,
      List<Integer> low,
      List<Integer> high,
      List<Integer> inputDilation,
      List<Integer> kernelDilation,
      int featureGroups,
      int batchGroups,
      Layout input,
      Layout kernel,
      Layout output)
      implements Contraction {
    /// Keeps copies.
    public Conv {
      strides = List.copyOf(strides);
      low = List.copyOf(low);
      high = List.copyOf(high);
      inputDilation = List.copyOf(inputDilation);
      kernelDilation = List.copyOf(kernelDilation);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.arity(this, in, 2);
      TensorType x = in.get(0);
      TensorType k = in.get(1);
      int rank = strides.size();
      Types.require(
          x.dtype() == k.dtype()
              && x.dtype().isDifferentiable()
              && x.rank() == rank + 2
              && k.rank() == rank + 2,
          "Conv takes an input and a kernel of rank %d and one float dtype. Received: %s",
          rank + 2,
          in);
      Types.lengths(
          this,
          rank,
          low,
          high,
          inputDilation,
          kernelDilation,
          input.spatial(),
          kernel.spatial(),
          output.spatial());
      int channels = x.shape().dim(input.feature());
      int filters = k.shape().dim(kernel.batch());
      int batch = x.shape().dim(input.batch());
      Types.require(
          featureGroups > 0
              && batchGroups > 0
              && (featureGroups == 1 || batchGroups == 1)
              && channels == k.shape().dim(kernel.feature()) * featureGroups
              && filters % featureGroups == 0
              && filters % batchGroups == 0
              && batch % batchGroups == 0,
          "Conv needs matching channels: input %s, kernel %s, featureGroups=%s, batchGroups=%s",
          x,
          k,
          featureGroups,
          batchGroups);
      var sizes = new ArrayList<Integer>();
      for (int i = 0; i < rank; i++) {
        sizes.add(
            Reduction.Window.positions(
                x.shape().dim(input.spatial().get(i)),
                k.shape().dim(kernel.spatial().get(i)),
                strides.get(i),
                low.get(i),
                high.get(i),
                inputDilation.get(i),
                kernelDilation.get(i)));
      }
      return List.of(x.withShape(output.arrange(batch / batchGroups, filters, sizes)));
    }

    @Override
    public String print() {
      return "conv[strides=%s, pad=%s%s, dilate=%s%s, groups=%d,%d, %s %s %s]"
          .formatted(
              strides,
              low,
              high,
              inputDilation,
              kernelDilation,
              featureGroups,
              batchGroups,
              print(input),
              print(kernel),
              print(output));
    }

    private static String print(Layout l) {
      return l.batch() + "." + l.feature() + "." + l.spatial();
    }
  }
}
