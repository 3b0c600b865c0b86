package org.keras4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keras4j.config.Arg;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.initializers.Ones;
import org.keras4j.initializers.Zeros;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.L2;
import org.keras4j.symbolic.Arguments;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

class LayerTest {
  private static final Array X = Array.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f);

  /// A layer as users write one.
  static final class Linear extends Layer {
    private final Arg<Integer> units = arg("units", 4);
    private @Nullable Variable w;
    private @Nullable Variable b;

    static Linear fromConfig(Config config) {
      var layer = new Linear();
      layer.configure(config);
      return layer;
    }

    Linear units(int value) {
      set(units, value);
      return this;
    }

    @Override
    protected void build(Shape input) {
      w = addWeight("w", Shape.of(input.dim(-1), units.get()), new Ones());
      b = addWeight("b", Shape.of(units.get()), new Zeros());
    }

    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return Ops.add(Ops.matmul(x, built(w)), built(b));
    }
  }

  /// A layer with layers inside.
  static final class Block extends Layer {
    private final Dense inner = track("inner", new Dense(2).name("inner"));
    private Optional<Boolean> seen = Optional.empty();

    @Override
    protected Tensor call(Tensor x, Call ctx) {
      seen = Optional.of(ctx.training());
      Tensor y = inner.apply(x);
      addLoss(Ops.sum(y));
      return y;
    }
  }

  @Test
  void a_layer_of_the_users_builds_at_its_first_call() {
    var layer = new Linear().units(2);
    assertThat(layer.isBuilt()).isFalse();
    Tensor y = layer.apply(X);
    assertThat(((Array) y).toFloats()).containsExactly(6f, 6f, 15f, 15f);
    assertThat(layer.weights()).extracting(Variable::name).containsExactly("w", "b");
    assertThat(layer.countParams()).isEqualTo(8);
    assertThat(layer.getBuildConfig()).contains(Config.of("input_shape", List.of(2, 3)));
  }

  @Test
  void a_registered_layer_makes_the_round_trip() {
    Registry.register("tests", Linear.class, Linear::fromConfig);
    var layer = new Linear().units(2).name("line");
    layer.apply(X);
    var json = Registry.serialize(layer);
    assertThat(json.get("registered_name")).isEqualTo("tests>Linear");
    var copy = (Layer) Objects.requireNonNull(Registry.deserialize(json.toMap()));
    assertThat(copy.name()).isEqualTo("line");
    assertThat(copy.isBuilt()).isTrue();
    assertThat(Registry.serialize(copy)).isEqualTo(json);
  }

  @Test
  void an_unknown_class_is_refused_by_name() {
    var json =
        Config.of("module", "elsewhere")
            .with("class_name", "Mystery")
            .with("config", Config.EMPTY)
            .with("registered_name", "x>Mystery");
    assertThatThrownBy(() -> Registry.deserialize(json.toMap()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Could not locate class 'Mystery'")
        .hasMessageContaining("registered_name=x>Mystery");
  }

  @Test
  void training_reaches_inner_layers_and_losses_are_those_of_the_last_call() {
    var block = new Block();
    block.inner.kernelRegularizer(new L2(0.5)).kernelInitializer("ones");
    block.apply(X, c -> c.training(true));
    assertThat(block.seen).contains(true);
    block.apply(X);
    assertThat(block.seen).contains(false);
    assertThat(block.losses()).hasSize(2);
    assertThat(((Array) block.losses().get(0)).item()).isEqualTo(42.0);
    assertThat(((Array) block.losses().get(1)).item()).isEqualTo(3.0);
  }

  @Test
  void weights_are_named_after_the_layers_around_them() {
    var block = new Block();
    block.name("block");
    block.apply(X);
    assertThat(block.weights())
        .extracting(Variable::path)
        .containsExactly("block/inner/kernel", "block/inner/bias");
    assertThat(block.attributes()).containsOnlyKeys("inner");
  }

  @Test
  void a_stateless_call_leaves_the_layer_as_it_is() {
    var layer = new Linear().units(1);
    layer.apply(X);
    var zeros = layer.getWeights().stream().map(w -> Ops.zerosLike(w)).toList();
    var result = layer.statelessCall(zeros, List.of(), Arguments.of(X));
    assertThat(((Array) result.outputs().single()).toFloats()).containsExactly(0f, 0f);
    assertThat(((Array) layer.apply(X)).toFloats()).containsExactly(6f, 15f);
  }

  @Test
  void masks_travel_through_layers_that_support_them() {
    Tensor mask = Ops.greater(Array.of(Shape.of(2, 2), 1f, 0f, 1f, 1f), 0.5);
    Tensor x = Array.of(Shape.of(2, 2, 1), 1f, 2f, 3f, 4f).withMask(Optional.of(mask));
    assertThat(new Dense(3).apply(x).mask()).isPresent();
    assertThat(new Flatten().apply(x).mask()).isEmpty();
    assertThat(new Masking().apply(x).mask()).isPresent();
    var embedded = new Embedding(5, 2).maskZero(true).apply(Array.ofInts(Shape.of(1, 2), 0, 3));
    assertThat(((Array) embedded.mask().orElseThrow()).toLongs()).containsExactly(0, 1);
  }

  @Test
  void an_error_inside_a_call_names_the_layer_and_what_it_received() {
    var layer = new Linear().name("picky");
    layer.apply(X);
    assertThatThrownBy(() -> layer.apply(Array.of(Shape.of(1, 2), 1f, 2f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Exception encountered when calling Linear.call()")
        .hasMessageContaining("inputs=Tensor(shape=(1, 2), dtype=float32)");
    assertThatThrownBy(() -> new Dense(3).name("d").apply(Array.of(Shape.of(2), 1f, 2f)))
        .hasMessage(
            "Input 0 with name 'None' of layer 'd' is incompatible with the layer: expected min_ndim=2, found ndim=1. Full shape received: (2,)");
  }
}
