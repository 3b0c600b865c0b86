package org.keras4j.ops;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.keras4j.tensor.Tensor;

/// The classes of functions of neural networks and of linear algebra.
final class NetworkClasses {
  private NetworkClasses() {}

  static void addMath(OpClasses.Module math) {
    math.unary("Rsqrt", Ops::rsqrt)
        .unary("Erf", Ops::erf)
        .unary("Erfc", Ops::erfc)
        .unary("Erfinv", Ops::erfinv)
        .unary("Logdet", Ops::logdet)
        .unary("ViewAsComplex", Ops::viewAsComplex)
        .unary("ViewAsReal", Ops::viewAsReal)
        .reduction("Logsumexp", Ops::logsumexp)
        .add("CDist", "x y", a -> Ops.cdist(a.tensor("x"), a.tensor("y")))
        .add(
            "ExtractSequences",
            "x",
            a ->
                Ops.extractSequences(
                    a.tensor("x"), a.integer("sequence_length"), a.integer("sequence_stride")))
        .binary("Gammainc", Ops::gammainc)
        .add("TopK", "x", a -> Ops.topK(a.tensor("x"), a.integer("k"), a.flag("sorted")))
        .add(
            "InTopK",
            "targets predictions",
            a -> Ops.inTopK(a.tensor("targets"), a.tensor("predictions"), a.integer("k")));
    Map<String, Segments> segments =
        Map.of(
            "SegmentSum",
            Ops::segmentSum,
            "SegmentProd",
            Ops::segmentProd,
            "SegmentMax",
            Ops::segmentMax,
            "SegmentMin",
            Ops::segmentMin);
    segments.forEach(
        (name, f) ->
            math.add(
                name,
                "data segment_ids",
                a ->
                    f.apply(
                        a.tensor("data"),
                        a.tensor("segment_ids"),
                        a.optionalInteger("num_segments"),
                        a.flag("sorted"))));
  }

  private interface Segments {
    Tensor apply(Tensor data, Tensor ids, Optional<Integer> numSegments, boolean sorted);
  }

  static void addNetworks(OpClasses.Module nn) {
    nn.unary("Relu", Ops::relu)
        .unary("Relu6", Ops::relu6)
        .unary("Sigmoid", Ops::sigmoid)
        .unary("SparseSigmoid", Ops::sparseSigmoid)
        .unary("Softplus", Ops::softplus)
        .unary("Softsign", Ops::softsign)
        .unary("SparsePlus", Ops::sparsePlus)
        .unary("Silu", Ops::silu)
        .unary("LogSigmoid", Ops::logSigmoid)
        .unary("HardSigmoid", Ops::hardSigmoid)
        .unary("HardSilu", Ops::hardSilu)
        .unary("Selu", Ops::selu)
        .unary("TanhShrink", Ops::tanhShrink)
        .unary("HardTanh", Ops::hardTanh)
        .add("Gelu", "x", a -> Ops.gelu(a.tensor("x"), a.flag("approximate")))
        .add(
            "Threshold",
            "x",
            a -> Ops.threshold(a.tensor("x"), a.number("threshold", 0), a.tensor("default_value")))
        .add("Softmax", "x", a -> Ops.softmax(a.tensor("x"), a.axis("axis")))
        .add("LogSoftmax", "x", a -> Ops.logSoftmax(a.tensor("x"), a.axis("axis")))
        .add("Sparsemax", "x", a -> Ops.sparsemax(a.tensor("x"), a.integer("axis", -1)))
        .add("Glu", "x", a -> Ops.glu(a.tensor("x"), a.integer("axis", -1)))
        .add(
            "OneHot",
            "x",
            a ->
                Ops.oneHot(
                    a.tensor("x"),
                    a.integer("num_classes"),
                    a.integer("axis", -1),
                    a.dtypeOrFloat()))
        .add(
            "MultiHot",
            "inputs",
            a ->
                Ops.multiHot(
                    a.tensor("inputs"),
                    a.integer("num_classes"),
                    a.integer("axis", -1),
                    a.dtypeOrFloat()))
        .add(
            "Moments",
            "x",
            a -> Ops.moments(a.tensor("x"), a.axis("axes").keepDims(a.flag("keepdims"))))
        .add("Polar", "abs_ angle", a -> Ops.polar(a.tensor("abs_"), a.tensor("angle")));
    scaled(nn, "SoftShrink", "threshold", 0.5, Ops::softShrink);
    scaled(nn, "HardShrink", "threshold", 0.5, Ops::hardShrink);
    scaled(nn, "Squareplus", "b", 4, Ops::squareplus);
    scaled(nn, "LeakyRelu", "negative_slope", 0.2, Ops::leakyRelu);
    scaled(nn, "Elu", "alpha", 1, Ops::elu);
    scaled(nn, "Celu", "alpha", 1, Ops::celu);
    addConvolutions(nn);
    addLosses(nn);
  }

  private static void scaled(
      OpClasses.Module nn,
      String className,
      String parameter,
      double otherwise,
      BiFunction<Tensor, Double, Tensor> f) {
    nn.add(className, "x", a -> f.apply(a.tensor("x"), a.number(parameter, otherwise)));
  }

  static ConvOptions conv(OpArguments a, ConvOptions options) {
    options.strides(a.ints("strides")).padding(a.text("padding", "valid"));
    if (a.axis("dilation_rate").axis().isPresent()) {
      options.dilationRate(a.ints("dilation_rate"));
    }
    a.optionalText("data_format").ifPresent(options::dataFormat);
    if (a.axis("output_padding").axis().isPresent()) {
      options.outputPadding(a.ints("output_padding"));
    }
    return options;
  }

  private static void addConvolutions(OpClasses.Module nn) {
    nn.add(
            "Conv",
            "inputs kernel",
            a -> Ops.conv(a.tensor("inputs"), a.tensor("kernel"), o -> conv(a, o)))
        .add(
            "DepthwiseConv",
            "inputs kernel",
            a -> Ops.depthwiseConv(a.tensor("inputs"), a.tensor("kernel"), o -> conv(a, o)))
        .add(
            "ConvTranspose",
            "inputs kernel",
            a -> Ops.convTranspose(a.tensor("inputs"), a.tensor("kernel"), o -> conv(a, o)))
        .add(
            "MaxPool",
            "inputs",
            a -> Ops.maxPool(a.tensor("inputs"), a.integers("pool_size"), o -> pool(a, o)))
        .add(
            "AveragePool",
            "inputs",
            a -> Ops.averagePool(a.tensor("inputs"), a.integers("pool_size"), o -> pool(a, o)));
  }

  private static void pool(OpArguments a, PoolOptions options) {
    if (a.axis("strides").axis().isPresent()) {
      options.strides(a.ints("strides"));
    }
    options.padding(a.text("padding", "valid"));
    a.optionalText("data_format").ifPresent(options::dataFormat);
  }

  private static void addLosses(OpClasses.Module nn) {
    nn.add(
            "BinaryCrossentropy",
            "target output",
            a ->
                Ops.binaryCrossentropy(
                    a.tensor("target"), a.tensor("output"), a.flag("from_logits")))
        .add(
            "CategoricalCrossentropy",
            "target output",
            a ->
                Ops.categoricalCrossentropy(
                    a.tensor("target"),
                    a.tensor("output"),
                    a.flag("from_logits"),
                    a.integer("axis", -1)))
        .add(
            "SparseCategoricalCrossentropy",
            "target output",
            a ->
                Ops.sparseCategoricalCrossentropy(
                    a.tensor("target"),
                    a.tensor("output"),
                    a.flag("from_logits"),
                    a.integer("axis", -1)));
  }

  static void addLinalg(OpClasses.Module linalg) {
    linalg
        .unary("Det", Ops::det)
        .unary("Inv", Ops::inv)
        .add("Cholesky", "x", a -> Ops.cholesky(a.tensor("x"), a.flag("upper")))
        .add("CholeskyInverse", "x", a -> Ops.choleskyInverse(a.tensor("x"), a.flag("upper")))
        .add("Eigh", "x", a -> Ops.eigh(a.tensor("x")))
        .add("Qr", "x", a -> Ops.qr(a.tensor("x"), a.text("mode", "reduced")))
        .add("Solve", "a b", a -> Ops.solve(a.tensor("a"), a.tensor("b")))
        .add(
            "SolveTriangular",
            "a b",
            a -> Ops.solveTriangular(a.tensor("a"), a.tensor("b"), a.flag("lower")))
        .add("MatrixRank", "x", a -> Ops.matrixRank(a.tensor("x"), a.optionalNumber("tol")))
        .add("Pinv", "x", a -> Ops.pinv(a.tensor("x"), a.optionalNumber("rcond")))
        .add(
            "SVD",
            "x",
            a ->
                a.flag("compute_uv")
                    ? Ops.svd(a.tensor("x"), a.flag("full_matrices"))
                    : Ops.singularValues(a.tensor("x")));
  }
}
