package org.keras4j.tck.answers;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.keras4j.ops.Axes;
import org.keras4j.ops.ConvOptions;
import org.keras4j.ops.Defaults;
import org.keras4j.ops.NormalizationOptions;
import org.keras4j.ops.Ops;
import org.keras4j.ops.PoolOptions;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;

/// Functions of neural networks.
final class NnAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    Adding ops = Adding.ops(table);
    activations(ops);
    activationsWithParameters(ops);
    convolutions(ops);
    poolings(ops);
    normalizations(ops);
    losses(ops);
  }

  private static void activations(Adding ops) {
    ops.unary("relu", Ops::relu)
        .unary("relu6", Ops::relu6)
        .unary("sigmoid", Ops::sigmoid)
        .unary("sparse_sigmoid", Ops::sparseSigmoid)
        .unary("softplus", Ops::softplus)
        .unary("softsign", Ops::softsign)
        .unary("sparse_plus", Ops::sparsePlus)
        .unary("silu", Ops::silu)
        .unary("swish", Ops::swish)
        .unary("log_sigmoid", Ops::logSigmoid)
        .unary("hard_sigmoid", Ops::hardSigmoid)
        .unary("hard_silu", Ops::hardSilu)
        .unary("hard_swish", Ops::hardSwish)
        .unary("selu", Ops::selu)
        .unary("tanh_shrink", Ops::tanhShrink)
        .unary("hard_tanh", Ops::hardTanh);
  }

  private static void activationsWithParameters(Adding ops) {
    ops.add("soft_shrink", a -> Ops.softShrink(a.tensor("x"), a.number("threshold")))
        .add("hard_shrink", a -> Ops.hardShrink(a.tensor("x"), a.number("threshold")))
        .add(
            "threshold",
            a -> Ops.threshold(a.tensor("x"), a.number("threshold"), a.tensor("default_value")))
        .add("squareplus", a -> Ops.squareplus(a.tensor("x"), a.number("b")))
        .add("leaky_relu", a -> Ops.leakyRelu(a.tensor("x"), a.number("negative_slope")))
        .add("elu", a -> Ops.elu(a.tensor("x"), a.number("alpha")))
        .add("celu", a -> Ops.celu(a.tensor("x"), a.number("alpha")))
        .add("gelu", a -> Ops.gelu(a.tensor("x"), a.flag("approximate")))
        .add("glu", a -> Ops.glu(a.tensor("x"), a.integer("axis")))
        .add("softmax", a -> Ops.softmax(a.tensor("x"), Adding.axis(a)))
        .add("log_softmax", a -> Ops.logSoftmax(a.tensor("x"), Adding.axis(a)))
        .add("sparsemax", a -> Ops.sparsemax(a.tensor("x"), a.integer("axis")))
        .add(
            "dot_product_attention",
            a ->
                Ops.dotProductAttention(
                    a.tensor("query"),
                    a.tensor("key"),
                    a.tensor("value"),
                    o -> {
                      a.optionalTensor("bias").ifPresent(o::bias);
                      a.optionalTensor("mask").ifPresent(o::mask);
                      a.optionalNumber("scale").ifPresent(o::scale);
                      o.isCausal(a.flag("is_causal"));
                      if (a.given("flash_attention")) {
                        o.flashAttention(a.flag("flash_attention"));
                      }
                    }));
  }

  private static Consumer<ConvOptions> convolution(Arguments a) {
    return o -> {
      o.strides(a.integers("strides"));
      o.padding(a.text("padding"));
      o.dilationRate(a.integers("dilation_rate"));
      a.optionalText("data_format").ifPresent(o::dataFormat);
    };
  }

  private static void convolutions(Adding ops) {
    ops.add("conv", a -> Ops.conv(a.tensor("inputs"), a.tensor("kernel"), convolution(a)))
        .add(
            "depthwise_conv",
            a -> Ops.depthwiseConv(a.tensor("inputs"), a.tensor("kernel"), convolution(a)))
        .add(
            "separable_conv",
            a ->
                Ops.separableConv(
                    a.tensor("inputs"),
                    a.tensor("depthwise_kernel"),
                    a.tensor("pointwise_kernel"),
                    convolution(a)))
        .add(
            "conv_transpose",
            a ->
                Ops.convTranspose(
                    a.tensor("inputs"),
                    a.tensor("kernel"),
                    convolution(a)
                        .andThen(
                            o ->
                                a.optionalIntegers("output_padding").ifPresent(o::outputPadding))));
  }

  private static Consumer<PoolOptions> pooling(Arguments a) {
    return o -> {
      a.optionalIntegers("strides").ifPresent(o::strides);
      o.padding(a.text("padding"));
      a.optionalText("data_format").ifPresent(o::dataFormat);
    };
  }

  private static List<Integer> list(Arguments a, String name) {
    return IntStream.of(a.integers(name)).boxed().toList();
  }

  private static String dataFormat(Arguments a) {
    return a.optionalText("data_format").orElseGet(Defaults::imageDataFormat);
  }

  private static void poolings(Adding ops) {
    ops.add("max_pool", a -> Ops.maxPool(a.tensor("inputs"), list(a, "pool_size"), pooling(a)))
        .add(
            "average_pool",
            a -> Ops.averagePool(a.tensor("inputs"), list(a, "pool_size"), pooling(a)))
        .add(
            "adaptive_average_pool",
            a -> Ops.adaptiveAveragePool(a.tensor("inputs"), list(a, "output_size"), dataFormat(a)))
        .add(
            "adaptive_max_pool",
            a -> Ops.adaptiveMaxPool(a.tensor("inputs"), list(a, "output_size"), dataFormat(a)));
  }

  private static Consumer<NormalizationOptions> normalization(
      Arguments a, String scale, String offset) {
    return o -> {
      a.optionalTensor(scale).ifPresent(o::scale);
      if (!offset.isEmpty()) {
        a.optionalTensor(offset).ifPresent(o::offset);
      }
      a.optionalNumber("epsilon").ifPresent(o::epsilon);
    };
  }

  private static void normalizations(Adding ops) {
    ops.add(
            "batch_normalization",
            a ->
                Ops.batchNormalization(
                    a.tensor("x"),
                    a.tensor("mean"),
                    a.tensor("variance"),
                    a.integer("axis"),
                    normalization(a, "scale", "offset")))
        .add(
            "layer_normalization",
            a ->
                Ops.layerNormalization(
                    a.tensor("x"),
                    normalization(a, "gamma", "beta").andThen(o -> o.axis(Adding.axis(a)))))
        .add(
            "rms_normalization",
            a ->
                Ops.rmsNormalization(
                    a.tensor("x"),
                    normalization(a, "scale", "").andThen(o -> o.axis(Adding.axis(a)))))
        .add(
            "moments",
            a ->
                Ops.moments(
                    a.tensor("x"),
                    (a.given("axes") ? Axes.of(a.integers("axes")) : Axes.all())
                        .keepDims(a.flag("keepdims"))));
  }

  private static void losses(Adding ops) {
    ops.add(
            "binary_crossentropy",
            a ->
                Ops.binaryCrossentropy(
                    a.tensor("target"), a.tensor("output"), a.flag("from_logits")))
        .add(
            "categorical_crossentropy",
            a ->
                Ops.categoricalCrossentropy(
                    a.tensor("target"),
                    a.tensor("output"),
                    a.flag("from_logits"),
                    a.integer("axis")))
        .add(
            "sparse_categorical_crossentropy",
            a ->
                Ops.sparseCategoricalCrossentropy(
                    a.tensor("target"),
                    a.tensor("output"),
                    a.flag("from_logits"),
                    a.integer("axis")));
  }
}
