package org.keras4j.reference;

import java.util.List;
import org.keras4j.ir.Contraction;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;

/// Each result as the sum of the products it is made of.
final class Products {
  private Products() {}

  static Elements compute(Contraction op, List<Elements> in, Elements out) {
    switch (op) {
      case Dot dot -> dot(dot, in.get(0), in.get(1), out);
      case Conv conv -> conv(conv, in.get(0), in.get(1), out);
    }
    return out;
  }

  /// A sum of products in the widest arithmetic of the dtype.
  private static final class Sum {
    double real;
    double imaginary;
    long integer;

    void add(Elements x, int i, Elements y, int k) {
      if (x.type().dtype().isComplex()) {
        double a = x.getDouble(i);
        double b = x.getImaginary(i);
        double c = y.getDouble(k);
        double d = y.getImaginary(k);
        real += a * c - b * d;
        imaginary += a * d + b * c;
      } else if (x.type().dtype().isFloat()) {
        real += x.getDouble(i) * y.getDouble(k);
      } else {
        integer += x.getLong(i) * y.getLong(k);
      }
    }

    void store(Elements x, Elements out, int i) {
      if (x.type().dtype().isComplex()) {
        out.setComplex(i, real, imaginary);
      } else if (x.type().dtype().isFloat()) {
        out.setDouble(i, real);
      } else {
        out.setLong(i, integer);
      }
    }
  }

  private static void dot(Dot dot, Elements x, Elements y, Elements out) {
    Shape a = x.type().shape();
    Shape b = y.type().shape();
    var leftFree = dot.leftFree(a.rank());
    var rightFree = dot.rightFree(b.rank());
    Shape contracted = Shape.of(dot.leftContract().stream().map(a::dim).toList());
    int[] left = new int[a.rank()];
    int[] right = new int[b.rank()];
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          int k = 0;
          for (int n = 0; n < dot.leftBatch().size(); n++, k++) {
            left[dot.leftBatch().get(n)] = place[k];
            right[dot.rightBatch().get(n)] = place[k];
          }
          for (int axis : leftFree) {
            left[axis] = place[k++];
          }
          for (int axis : rightFree) {
            right[axis] = place[k++];
          }
          var sum = new Sum();
          Index.forEach(
              contracted,
              (inner, _) -> {
                for (int n = 0; n < inner.length; n++) {
                  left[dot.leftContract().get(n)] = inner[n];
                  right[dot.rightContract().get(n)] = inner[n];
                }
                sum.add(x, Index.flat(a, left), y, Index.flat(b, right));
              });
          sum.store(x, out, i);
        });
  }

  private static void conv(Conv conv, Elements x, Elements kernel, Elements out) {
    Shape shape = x.type().shape();
    Shape kernelShape = kernel.type().shape();
    int rank = conv.strides().size();
    int filters = kernelShape.dim(conv.kernel().batch());
    int features = kernelShape.dim(conv.kernel().feature());
    int outputBatch = out.type().shape().dim(conv.output().batch());
    int[] at = new int[rank + 2];
    int[] weight = new int[rank + 2];
    Shape window = Shape.of(conv.kernel().spatial().stream().map(kernelShape::dim).toList());
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          int filter = place[conv.output().feature()];
          int group = filter / (filters / conv.featureGroups());
          int batchGroup = filter / (filters / conv.batchGroups());
          at[conv.input().batch()] = batchGroup * outputBatch + place[conv.output().batch()];
          weight[conv.kernel().batch()] = filter;
          var sum = new Sum();
          Index.forEach(
              window,
              (inner, _) -> {
                if (!locate(conv, place, inner, at, weight)) {
                  return;
                }
                for (int c = 0; c < features; c++) {
                  at[conv.input().feature()] = group * features + c;
                  weight[conv.kernel().feature()] = c;
                  int flat = Index.flat(shape, at);
                  if (flat >= 0) {
                    sum.add(x, flat, kernel, Index.flat(kernelShape, weight));
                  }
                }
              });
          sum.store(x, out, i);
        });
  }

  /// Sets the spatial places of input and kernel; false where the input is spread apart.
  private static boolean locate(Conv conv, int[] place, int[] inner, int[] at, int[] weight) {
    for (int k = 0; k < inner.length; k++) {
      int spread =
          place[conv.output().spatial().get(k)] * conv.strides().get(k)
              + inner[k] * conv.kernelDilation().get(k)
              - conv.low().get(k);
      if (Math.floorMod(spread, conv.inputDilation().get(k)) != 0) {
        return false;
      }
      at[conv.input().spatial().get(k)] = Math.floorDiv(spread, conv.inputDilation().get(k));
      weight[conv.kernel().spatial().get(k)] = inner[k];
    }
    return true;
  }
}
