package org.keras4j.tck.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keras4j.ops.OpClasses;
import org.keras4j.symbolic.Node;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tck.answers.Answers;
import org.keras4j.tensor.KerasTensor;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// A function drawn into a model is found again by its Keras class, arguments and parameters.
class DrawnFunctionsTest {
  private static final OpTable TABLE = Answers.table();

  private record Source() implements KerasTensor.Source {}

  private static Optional<Node> drawn(Case c) throws Exception {
    List<Tensor> outputs = new ArrayList<>();
    OpInvocation.leaves(
        new OpInvocation(c, TABLE)
            .call((_, array) -> new KerasTensor(array.type(), "x", new Source(), 0)),
        outputs);
    return outputs.stream()
        .filter(KerasTensor.class::isInstance)
        .map(KerasTensor.class::cast)
        .filter(t -> t.source() instanceof Node)
        .map(t -> (Node) t.source())
        .findFirst();
  }

  private static List<TensorType> again(Node node) {
    var call = (OpCall) node.operation();
    return OpClasses.apply(
            call.className(),
            node.arguments(),
            name -> Optional.ofNullable(call.parameters().get(name)))
        .flatten()
        .stream()
        .map(Tensor::type)
        .toList();
  }

  private static Optional<String> problem(Node node, OpCall call) {
    var wanted = node.outputs().flatten().stream().map(KerasTensor::type).toList();
    try {
      var got = again(node);
      return got.equals(wanted)
          ? Optional.empty()
          : Optional.of(call.className() + ": wanted " + wanted + ", got " + got);
    } catch (IllegalArgumentException | ClassCastException e) {
      return Optional.of(call.className() + ": " + e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops/ops_elementwise",
        "ops/ops_reduce",
        "ops/ops_shape",
        "ops/ops_nn",
        "ops/ops_linalg",
        "ops/ops_image",
        "ops/ops_core"
      })
  void drawnFunctionsComeBackFromTheirClass(String file) throws Exception {
    var problems = new TreeMap<String, String>();
    var found = new TreeSet<String>();
    for (Case c : CaseFile.read(CaseStore.builtIn(), file).cases()) {
      if (!c.kind().equals("op") || !TABLE.has(c.name()) || !c.hasValue("symbolic")) {
        continue;
      }
      Optional<Node> node = drawn(c);
      if (node.isPresent() && node.get().operation() instanceof OpCall call) {
        found.add(call.className());
        problem(node.get(), call).ifPresent(p -> problems.put(c.id(), p));
      }
    }
    assertThat(problems).isEmpty();
    assertThat(found).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void modulesAreThoseOfKeras() {
    assertThat(OpClasses.module("Add")).isEqualTo("keras.src.ops.numpy");
    assertThat(OpClasses.module("Softmax")).isEqualTo("keras.src.ops.nn");
    assertThat(OpClasses.module("TopK")).isEqualTo("keras.src.ops.math");
    assertThat(OpClasses.module("Cast")).isEqualTo("keras.src.ops.core");
  }
}
