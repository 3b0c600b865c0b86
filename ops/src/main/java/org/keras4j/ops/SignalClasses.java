package org.keras4j.ops;

import java.util.List;
import java.util.Optional;
import org.keras4j.tensor.Tensor;

/// The classes of functions about frequencies, normalization, attention and windows of images.
final class SignalClasses {
  private SignalClasses() {}

  static void addNumpy(OpClasses.Module numpy) {
    numpy
        .add("Slogdet", "x", a -> Ops.slogdet(a.tensor("x")))
        .add("Histogram", "x", a -> Ops.histogram(a.tensor("x"), a.integer("bins", 10), range(a)));
  }

  private static Optional<List<Double>> range(OpArguments a) {
    return a.isList("range")
        ? Optional.of(a.list("range").stream().map(v -> ((Number) v).doubleValue()).toList())
        : Optional.empty();
  }

  private static Tensor part(OpArguments a, int place) {
    return a.tensors("x").get(place);
  }

  static void addMath(OpClasses.Module math) {
    math.add("FFT", "x", a -> Ops.fft(part(a, 0), part(a, 1)))
        .add("FFT2", "x", a -> Ops.fft2(part(a, 0), part(a, 1)))
        .add("IFFT2", "x", a -> Ops.ifft2(part(a, 0), part(a, 1)))
        .add(
            "RFFT",
            "x",
            a ->
                a.optionalInteger("fft_length")
                    .map(n -> Ops.rfft(a.tensor("x"), n))
                    .orElseGet(() -> Ops.rfft(a.tensor("x"))))
        .add(
            "IRFFT",
            "x",
            a ->
                a.optionalInteger("fft_length")
                    .map(n -> Ops.irfft(part(a, 0), part(a, 1), n))
                    .orElseGet(() -> Ops.irfft(part(a, 0), part(a, 1))))
        .add(
            "STFT",
            "x window",
            a ->
                Ops.stft(
                    a.tensor("x"),
                    a.integer("sequence_length"),
                    a.integer("sequence_stride"),
                    a.integer("fft_length"),
                    o -> window(a, o)))
        .add(
            "ISTFT",
            "x window",
            a ->
                Ops.istft(
                    part(a, 0),
                    part(a, 1),
                    a.integer("sequence_length"),
                    a.integer("sequence_stride"),
                    a.integer("fft_length"),
                    o -> {
                      window(a, o);
                      a.optionalInteger("length").ifPresent(o::length);
                    }));
  }

  private static void window(OpArguments a, StftOptions options) {
    options.center(a.flag("center"));
    switch (a.optional("window").orElse(Optional.empty())) {
      case String name -> options.window(name);
      case Tensor weights -> options.window(weights);
      default -> options.noWindow();
    }
  }

  static void addNetworks(OpClasses.Module nn) {
    nn.add(
            "BatchNorm",
            "x mean variance offset scale",
            a ->
                Ops.batchNormalization(
                    a.tensor("x"),
                    a.tensor("mean"),
                    a.tensor("variance"),
                    a.integer("axis", -1),
                    o ->
                        o.offset(a.optionalTensor("offset"))
                            .scale(a.optionalTensor("scale"))
                            .epsilon(a.number("epsilon", 1e-3))))
        .add(
            "LayerNorm",
            "x gamma beta",
            a ->
                Ops.layerNormalization(
                    a.tensor("x"),
                    o -> {
                      o.gamma(a.optionalTensor("gamma"))
                          .beta(a.optionalTensor("beta"))
                          .axis(a.axis("axis"))
                          .rmsScaling(a.flag("rms_scaling"));
                      a.optionalNumber("epsilon").ifPresent(o::epsilon);
                    }))
        .add(
            "RMSNorm",
            "x scale",
            a ->
                Ops.rmsNormalization(
                    a.tensor("x"),
                    o -> {
                      o.scale(a.optionalTensor("scale")).axis(a.axis("axis"));
                      a.optionalNumber("epsilon").ifPresent(o::epsilon);
                    }))
        .add(
            "Normalize",
            "x",
            a ->
                Ops.normalize(
                    a.tensor("x"),
                    a.axis("axis"),
                    a.integer("order", 2),
                    a.number("epsilon", Defaults.epsilon())));
    addScores(nn);
    addWindows(nn);
  }

  private static void addScores(OpClasses.Module nn) {
    nn.add("DotProductAttention", "query key value bias mask scale", SignalClasses::attention)
        .add(
            "CTCLoss",
            "target output target_length output_length",
            a ->
                Ops.ctcLoss(
                    a.tensor("target"),
                    a.tensor("output"),
                    a.tensor("target_length"),
                    a.tensor("output_length"),
                    a.integer("mask_index", 0)))
        .add(
            "PSNR", "x1 x2", a -> Ops.psnr(a.tensor("x1"), a.tensor("x2"), a.number("max_val", 1)));
  }

  private static Tensor attention(OpArguments a) {
    return Ops.dotProductAttention(
        a.tensor("query"),
        a.tensor("key"),
        a.tensor("value"),
        o -> {
          o.bias(a.optionalTensor("bias"))
              .mask(a.optionalTensor("mask"))
              .isCausal(a.flag("is_causal"));
          a.optionalNumber("scale").ifPresent(o::scale);
        });
  }

  private static String layout(OpArguments a) {
    return a.text("data_format", Defaults.imageDataFormat());
  }

  private static void addWindows(OpClasses.Module nn) {
    nn.add(
            "SeparableConv",
            "inputs depthwise_kernel pointwise_kernel",
            a ->
                Ops.separableConv(
                    a.tensor("inputs"),
                    a.tensor("depthwise_kernel"),
                    a.tensor("pointwise_kernel"),
                    o -> NetworkClasses.conv(a, o)))
        .add(
            "AdaptiveMaxPool",
            "inputs",
            a -> Ops.adaptiveMaxPool(a.tensor("inputs"), a.integers("output_size"), layout(a)))
        .add(
            "AdaptiveAveragePool",
            "inputs",
            a -> Ops.adaptiveAveragePool(a.tensor("inputs"), a.integers("output_size"), layout(a)))
        .add(
            "DepthToSpace",
            "x",
            a -> Ops.depthToSpace(a.tensor("x"), a.integer("block_size"), layout(a)))
        .add(
            "SpaceToDepth",
            "x",
            a -> Ops.spaceToDepth(a.tensor("x"), a.integer("block_size"), layout(a)))
        .add(
            "Unfold",
            "x",
            a ->
                Ops.unfold(
                    a.tensor("x"),
                    a.ints("kernel_size"),
                    a.ints("dilation"),
                    a.ints("padding"),
                    a.ints("stride")))
        .add(
            "Fold",
            "x",
            a ->
                Ops.fold(
                    a.tensor("x"),
                    a.ints("output_size"),
                    a.ints("kernel_size"),
                    a.ints("dilation"),
                    a.ints("padding"),
                    a.ints("stride")));
  }

  static void addLinalg(OpClasses.Module linalg) {
    linalg
        .add("Eig", "x", a -> Ops.eig(a.tensor("x")))
        .add("MatrixPower", "x", a -> Ops.matrixPower(a.tensor("x"), a.integer("n")))
        .add("LuFactor", "x", a -> Ops.luFactor(a.tensor("x")))
        .add(
            "Lstsq", "a b", a -> Ops.lstsq(a.tensor("a"), a.tensor("b"), a.optionalNumber("rcond")))
        .add("Norm", "x", SignalClasses::norm);
  }

  private static Tensor norm(OpArguments a) {
    return switch (a.optional("ord").orElse(Optional.empty())) {
      case String order -> Ops.norm(a.tensor("x"), order, a.axes());
      case Number order -> Ops.norm(a.tensor("x"), order.doubleValue(), a.axes());
      default -> Ops.norm(a.tensor("x"), a.axes());
    };
  }
}
