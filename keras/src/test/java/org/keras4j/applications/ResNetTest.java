package org.keras4j.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keras4j.layers.Layer;
import org.keras4j.models.Model;
import org.keras4j.tensor.Shape;

class ResNetTest {
  @Test
  void layers_are_named_and_ordered_as_in_keras() {
    var model = ResNet50.model(o -> o.inputShape(32, 64, 3).classes(7));
    var names = model.layers().stream().map(Layer::name);
    assertThat(model.name()).isEqualTo("resnet50");
    assertThat(model.layers()).hasSize(177);
    assertThat(model.outputShape()).isEqualTo(Shape.of(-1, 7));
    assertThat(names.skip(1).limit(18))
        .containsExactly(
            "conv1_pad",
            "conv1_conv",
            "conv1_bn",
            "conv1_relu",
            "pool1_pad",
            "pool1_pool",
            "conv2_block1_1_conv",
            "conv2_block1_1_bn",
            "conv2_block1_1_relu",
            "conv2_block1_2_conv",
            "conv2_block1_2_bn",
            "conv2_block1_2_relu",
            "conv2_block1_0_conv",
            "conv2_block1_3_conv",
            "conv2_block1_0_bn",
            "conv2_block1_3_bn",
            "conv2_block1_add",
            "conv2_block1_out");
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of((Supplier<Model>) ResNet50::model, "resnet50", 177, 25_636_712L),
        Arguments.of((Supplier<Model>) ResNet101::model, "resnet101", 347, 44_707_176L),
        Arguments.of((Supplier<Model>) ResNet152::model, "resnet152", 517, 60_419_944L));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("networks")
  void a_network_has_as_many_layers_and_weights_as_keras_has(
      Supplier<Model> network, String name, int layers, long weights) {
    var model = network.get();
    assertThat(model.name()).isEqualTo(name);
    assertThat(model.layers()).hasSize(layers);
    assertThat(model.countParams()).isEqualTo(weights);
    assertThat(model.outputShape()).isEqualTo(Shape.of(-1, 1000));
  }

  static Stream<Arguments> tops() {
    return Stream.of(
        Arguments.of(
            (Consumer<ApplicationOptions>) o -> o.includeTop(false), Shape.of(-1, -1, -1, 2048)),
        Arguments.of(
            (Consumer<ApplicationOptions>) o -> o.includeTop(false).pooling("avg"),
            Shape.of(-1, 2048)),
        Arguments.of(
            (Consumer<ApplicationOptions>)
                o -> o.includeTop(false).pooling("max").inputShape(32, 32, 1),
            Shape.of(-1, 2048)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("tops")
  void the_top_is_as_chosen(Consumer<ApplicationOptions> options, Shape output) {
    assertThat(ResNet50.model(options).outputShape()).isEqualTo(output);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            (Consumer<ApplicationOptions>) o -> o.inputShape(31, 64, 3),
            "Input size must be at least 32x32"),
        Arguments.of(
            (Consumer<ApplicationOptions>) o -> o.inputShape(-1, 64, 3),
            "you should specify a static `input_shape`"),
        Arguments.of(
            (Consumer<ApplicationOptions>) o -> o.inputShape(64, 3), "a tuple of three integers"),
        Arguments.of((Consumer<ApplicationOptions>) o -> o.pooling("sum"), "pooling='sum'"),
        Arguments.of((Consumer<ApplicationOptions>) o -> o.classes(0), "classes=0"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_does_not_fit_is_refused(Consumer<ApplicationOptions> options, String message) {
    assertThatThrownBy(() -> ResNet50.model(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
