package org.keras4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keras4j.layers.Activation;
import org.keras4j.layers.Add;
import org.keras4j.layers.Call;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Dropout;
import org.keras4j.layers.Flatten;
import org.keras4j.layers.Input;
import org.keras4j.layers.Layer;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Variable;

class ModelTest {
  private static final Array X = Array.of(Shape.of(1, 4), 1f, 2f, 3f, 4f);

  /// The model of Keras's documentation: two inputs, a shared layer, an operation, two outputs.
  private static Model twoInTwoOut() {
    Tensor a = new Input(4).name("a").tensor();
    Tensor b = new Input(4).name("b").tensor();
    var shared = new Dense(4).name("shared");
    Tensor sum = Ops.add(shared.apply(a), shared.apply(b));
    Tensor h = Ops.multiply(sum, 2.0);
    return new Model(List.of(a, b), List.of(new Dense(2).name("head").apply(h), h)).name("two");
  }

  @Test
  void a_functional_model_runs_its_drawing() {
    var model = twoInTwoOut();
    var outputs = model.applyAll(X, X).flatten();
    assertThat(outputs).extracting(Tensor::shape).containsExactly(Shape.of(1, 2), Shape.of(1, 4));
    assertThat(model.layers()).extracting(Layer::name).containsExactly("a", "b", "shared", "head");
    assertThat(model.weights()).extracting(Variable::path).contains("shared/kernel", "head/bias");
    assertThat(model.countParams()).isEqualTo(30);
    assertThat(model.outputShape()).isEqualTo(Shape.of(-1, 2));
  }

  @Test
  void a_functional_model_makes_the_round_trip_through_json() {
    var model = twoInTwoOut();
    var copy = Models.fromJson(model.toJson());
    assertThat(copy.toJson()).isEqualTo(model.toJson());
    copy.setWeights(model.getWeights());
    var wanted = model.applyAll(X, X).flatten();
    var got = copy.applyAll(X, X).flatten();
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(((Array) got.get(i)).toFloats()).isEqualTo(((Array) wanted.get(i)).toFloats());
    }
  }

  @Test
  void inputs_may_go_by_name() {
    Tensor a = new Input(4).name("first").tensor();
    Tensor b = new Input(4).name("second").tensor();
    var model = new Model(Map.of("first", a, "second", b), Ops.subtract(a, b));
    Tensor y = model.apply(Map.of("second", X, "first", Ops.multiply(X, 3.0)));
    assertThat(((Array) y).toFloats()).containsExactly(2f, 4f, 6f, 8f);
    assertThatThrownBy(() -> twoInTwoOut().apply(Map.of("a", X)))
        .hasMessageContaining("Missing data for the inputs [b]");
  }

  @Test
  void a_model_is_a_layer_of_another() {
    var inner = new Sequential(new Input(4), new Dense(3).name("deep")).name("inner");
    Tensor x = new Input(4).name("x").tensor();
    var outer = new Model(x, new Dense(1).name("top").apply(inner.apply(x))).name("outer");
    assertThat(outer.weights())
        .extracting(Variable::path)
        .containsExactly("inner/deep/kernel", "inner/deep/bias", "top/kernel", "top/bias");
    var copy = Models.fromJson(outer.toJson());
    assertThat(copy.toJson()).isEqualTo(outer.toJson());
  }

  @Test
  void part_of_a_model_is_a_model_with_the_same_weights() {
    Tensor x = new Input(4).name("x").tensor();
    Tensor h = new Dense(3).name("h").activation("relu").apply(x);
    Tensor y = new Dense(2).name("y").apply(h);
    var whole = new Model(x, y);
    var head = new Model(h, y);
    Array hidden = (Array) new Model(x, h).apply(X);
    assertThat(((Array) head.apply(hidden)).toFloats())
        .isEqualTo(((Array) whole.apply(X)).toFloats());
    assertThat(head.weights()).isEqualTo(whole.weights().subList(2, 4));
  }

  @Test
  void outputs_that_do_not_follow_from_the_inputs_are_refused() {
    Tensor a = new Input(4).tensor();
    Tensor b = new Input(4).tensor();
    Tensor sum = new Add().apply(a, b);
    assertThatThrownBy(() -> new Model(a, sum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not connected to `inputs`");
  }

  @Test
  void a_sequential_model_without_input_is_built_by_its_first_call() {
    var model = new Sequential(new Flatten(), new Dense(2).name("d")).name("late");
    assertThat(model.isBuilt()).isFalse();
    assertThat(model.weights()).isEmpty();
    model.apply(Array.of(Shape.of(3, 2, 2), new float[12]));
    assertThat(model.weights())
        .extracting(Variable::path)
        .containsExactly("late/d/kernel", "late/d/bias");
  }

  @Test
  void layers_come_and_go_at_the_end_of_a_sequential_model() {
    var model = new Sequential().name("stack");
    model.add(new Input(4)).add(new Dense(3).name("one")).add(new Dense(2).name("two"));
    assertThat(model.outputShape()).isEqualTo(Shape.of(-1, 2));
    assertThat(model.pop().name()).isEqualTo("two");
    assertThat(model.outputShape()).isEqualTo(Shape.of(-1, 3));
    assertThatThrownBy(() -> model.add(new Dense(1).name("one")))
        .hasMessageContaining("unique names");
    assertThatThrownBy(() -> model.add(new Input(3))).hasMessageContaining("different Input");
  }

  /// A model that defines its call.
  static final class TwoLayers extends Model {
    private final Dense hidden = track("hidden", new Dense(3).activation("relu").name("hidden"));
    private final Dropout dropout = track("dropout", new Dropout(0.5));
    private final Dense head = track("head", new Dense(2).name("head"));

    @Override
    protected Tensor call(Tensor x, Call ctx) {
      return head.apply(dropout.apply(hidden.apply(x)));
    }
  }

  @Test
  void a_subclassed_model_tracks_its_layers() {
    var model = new TwoLayers();
    model.name("mine");
    model.apply(X, c -> c.training(true));
    assertThat(model.layers()).containsExactly(model.hidden, model.dropout, model.head);
    assertThat(model.weights())
        .extracting(Variable::path)
        .containsExactly(
            "mine/hidden/kernel", "mine/hidden/bias", "mine/head/kernel", "mine/head/bias");
    assertThat(model.variables()).hasSize(5);
  }

  @Test
  void a_clone_has_the_same_structure_and_weights_of_its_own() {
    var model =
        new Sequential(new Input(4), new Dense(3), new Activation("tanh"), new Dense(1)).name("m");
    var copy = Models.cloneModel(model);
    assertThat(copy.weights())
        .hasSameSizeAs(model.weights())
        .doesNotContainAnyElementsOf(model.weights());
    assertThat(copy.layers())
        .extracting(Layer::name)
        .isEqualTo(model.layers().stream().map(Layer::name).toList());
  }
}
