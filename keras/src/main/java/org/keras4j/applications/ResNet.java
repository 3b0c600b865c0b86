package org.keras4j.applications;

import org.keras4j.config.KerasConfig;
import org.keras4j.layers.Activation;
import org.keras4j.layers.Add;
import org.keras4j.layers.BatchNormalization;
import org.keras4j.layers.Conv2D;
import org.keras4j.layers.Dense;
import org.keras4j.layers.GlobalAveragePooling2D;
import org.keras4j.layers.GlobalMaxPooling2D;
import org.keras4j.layers.Input;
import org.keras4j.layers.MaxPooling2D;
import org.keras4j.layers.ZeroPadding2D;
import org.keras4j.models.Model;
import org.keras4j.tensor.Tensor;

/// Residual networks of the first version: their layers, with Keras's names and in Keras's order.
final class ResNet {
  private static final int USUAL_SIZE = 224;
  private static final int SMALLEST_SIZE = 32;
  private static final double EPSILON = 1.001e-5;

  private ResNet() {}

  /// A network of four stacks.
  ///
  /// @param blocks how many blocks each stack has
  static Model v1(ApplicationOptions options, int... blocks) {
    var images = new Input(options.imageShape(USUAL_SIZE, SMALLEST_SIZE)).tensor();
    Tensor x = new ZeroPadding2D(3).name("conv1_pad").apply(images);
    x = new Conv2D(64, 7).strides(2).name("conv1_conv").apply(x);
    x = relu(normalized(x, "conv1_bn"), "conv1_relu");
    x = new ZeroPadding2D(1).name("pool1_pad").apply(x);
    x = new MaxPooling2D(3).strides(2).name("pool1_pool").apply(x);
    for (int i = 0; i < blocks.length; i++) {
      x = stack(x, 64 << i, blocks[i], i == 0 ? 1 : 2, "conv" + (i + 2));
    }
    var model = new Model(images, top(x, options)).name(options.name());
    options.weights().ifPresent(model::loadWeights);
    return model;
  }

  private static Tensor top(Tensor features, ApplicationOptions options) {
    if (options.includeTop()) {
      return new Dense(options.classes())
          .activation(options.classifierActivation())
          .name("predictions")
          .apply(average(features));
    }
    return switch (options.pooling().orElse("")) {
      case "avg" -> average(features);
      case "max" -> new GlobalMaxPooling2D().name("max_pool").apply(features);
      default -> features;
    };
  }

  private static Tensor average(Tensor x) {
    return new GlobalAveragePooling2D().name("avg_pool").apply(x);
  }

  private static Tensor stack(Tensor x, int filters, int blocks, int stride, String name) {
    Tensor y = block(x, filters, stride, true, name + "_block1");
    for (int i = 2; i <= blocks; i++) {
      y = block(y, filters, 1, false, name + "_block" + i);
    }
    return y;
  }

  private static Tensor block(
      Tensor x, int filters, int stride, boolean convolvesShortcut, String name) {
    Tensor shortcut = x;
    if (convolvesShortcut) {
      shortcut = new Conv2D(4 * filters, 1).strides(stride).name(name + "_0_conv").apply(x);
      shortcut = normalized(shortcut, name + "_0_bn");
    }
    Tensor y = new Conv2D(filters, 1).strides(stride).name(name + "_1_conv").apply(x);
    y = relu(normalized(y, name + "_1_bn"), name + "_1_relu");
    y = new Conv2D(filters, 3).padding("same").name(name + "_2_conv").apply(y);
    y = relu(normalized(y, name + "_2_bn"), name + "_2_relu");
    y = normalized(new Conv2D(4 * filters, 1).name(name + "_3_conv").apply(y), name + "_3_bn");
    return relu(new Add().name(name + "_add").apply(shortcut, y), name + "_out");
  }

  private static Tensor normalized(Tensor x, String name) {
    int axis = KerasConfig.imageDataFormat().equals("channels_last") ? 3 : 1;
    return new BatchNormalization().axis(axis).epsilon(EPSILON).name(name).apply(x);
  }

  private static Tensor relu(Tensor x, String name) {
    return new Activation("relu").name(name).apply(x);
  }
}
