package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keras4j.backend.torch.Lowering.Operand;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Named compositions for which the library has operators of its own, of float32 and float64. Any
/// other is its body.
final class CompositeLowering {
  /// What a masked score becomes, as in the body: so far down that nothing of the score is left.
  private static final double MASKED = -0.7;

  /// After so many steps a power of anything below 1 is 0.
  private static final double MANY_STEPS = 1e15;

  /// Long short-term memory, as the library numbers recurrent layers.
  private static final long LSTM = 2;

  private final Assembly assembly;
  private final MovementLowering movement;

  CompositeLowering(Assembly assembly) {
    this.assembly = assembly;
    this.movement = new MovementLowering(assembly);
  }

  Optional<List<Operand>> lower(String name, Map<String, Object> attributes, List<Operand> in) {
    if (in.isEmpty() || in.getLast().type().size() == 0 || !isWideFloat(in)) {
      return Optional.empty();
    }
    Operand x = in.getFirst();
    return switch (name) {
      case "relu" -> like(x, assembly.call(Aten.RELU, x.shape(), x.ref().kind(), x.ref()));
      case "relu_grad" -> rectifiedBack(x, in.get(1));
      case "gelu" -> {
        String how = Boolean.TRUE.equals(attributes.get("approximate")) ? "tanh" : "none";
        yield like(x, assembly.call(Aten.GELU, x.shape(), x.ref().kind(), x.ref(), how));
      }
      case "softmax" -> normalized(Aten.SOFTMAX, attributes, x);
      case "log_softmax" -> normalized(Aten.LOG_SOFTMAX, attributes, x);
      case "softmax_grad" -> derivative(Aten.SOFTMAX_BACKWARD, attributes, x, in.get(1));
      case "log_softmax_grad" -> derivative(Aten.LOG_SOFTMAX_BACKWARD, attributes, x, in.get(1));
      case "layer_norm" -> layerNorm(attributes, in);
      case "layer_norm_grad" -> layerNormDerivative(attributes, in);
      case "attention" -> attention(attributes, in);
      case "adam_update" -> adam(attributes, in);
      case "lstm" -> lstm(in);
      case "lstm_layer" -> lstmLayer(in);
      default -> Optional.empty();
    };
  }

  private static boolean isWideFloat(List<Operand> in) {
    Kind kind = in.getFirst().ref().kind();
    return kind == Kind.FLOAT || kind == Kind.DOUBLE;
  }

  private static Optional<List<Operand>> like(Operand x, Ref result) {
    return Optional.of(List.of(new Operand(result, x.type())));
  }

  /// Of the result and its cotangent.
  private Optional<List<Operand>> rectifiedBack(Operand y, Operand g) {
    Kind kind = g.ref().kind();
    return like(g, assembly.call(Aten.THRESHOLD_BACKWARD, g.shape(), kind, g.ref(), y.ref(), 0L));
  }

  private static List<Integer> axes(Map<String, Object> attributes) {
    return attributes.get("axes") instanceof List<?> list
        ? list.stream().map(a -> ((Number) a).intValue()).toList()
        : List.of();
  }

  private Optional<List<Operand>> normalized(Aten op, Map<String, Object> attributes, Operand x) {
    var axes = axes(attributes);
    return axes.size() == 1
        ? like(
            x, assembly.call(op, x.shape(), x.ref().kind(), x.ref(), (long) axes.getFirst(), false))
        : Optional.empty();
  }

  /// Of the result and its cotangent.
  private Optional<List<Operand>> derivative(
      Aten op, Map<String, Object> attributes, Operand y, Operand g) {
    var axes = axes(attributes);
    Kind kind = y.ref().kind();
    return axes.size() == 1
        ? like(
            y, assembly.call(op, y.shape(), kind, g.ref(), y.ref(), (long) axes.getFirst(), kind))
        : Optional.empty();
  }

  /// What both normalizations by layer share: the last axes, and gamma and beta of their shape.
  private record Layered(
      Shape shape, Object gamma, Object beta, Ref normalized, Ref mean, Ref inverse) {}

  private Optional<Layered> layered(
      Map<String, Object> attributes, Operand x, Optional<Operand> gamma, Optional<Operand> beta) {
    var axes = axes(attributes);
    int rank = x.type().rank();
    int first = rank - axes.size();
    boolean last =
        !axes.isEmpty()
            && axes.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(first, rank).boxed().toList());
    if (!last || !(attributes.get("epsilon") instanceof Number epsilon)) {
      return Optional.empty();
    }
    Shape shape = x.shape().slice(first, rank);
    boolean fits =
        List.of(gamma, beta).stream()
            .flatMap(Optional::stream)
            .allMatch(p -> p.dtype() == x.dtype() && p.type().size() == shape.size());
    if (!fits) {
      return Optional.empty();
    }
    Object g = gamma.<Object>map(p -> movement.reshape(p.ref(), shape)).orElse(Tensors.NONE);
    Object b = beta.<Object>map(p -> movement.reshape(p.ref(), shape)).orElse(Tensors.NONE);
    Kind kind = x.ref().kind();
    int[] dims = x.shape().dims();
    java.util.Arrays.fill(dims, first, rank, 1);
    var one = new Ref(0, Shape.of(dims), kind);
    var out =
        assembly.calls(
            Aten.LAYER_NORM,
            List.of(new Ref(0, x.shape(), kind), one, one),
            x.ref(),
            shape,
            g,
            b,
            epsilon.doubleValue());
    return Optional.of(new Layered(shape, g, b, out.get(0), out.get(1), out.get(2)));
  }

  private static boolean has(Map<String, Object> attributes, String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  private Optional<List<Operand>> layerNorm(Map<String, Object> attributes, List<Operand> in) {
    boolean scale = has(attributes, "scale");
    Operand x = in.getFirst();
    return layered(
            attributes,
            x,
            scale ? Optional.of(in.get(1)) : Optional.empty(),
            has(attributes, "offset") ? Optional.of(in.getLast()) : Optional.empty())
        .flatMap(done -> like(x, done.normalized()));
  }

  /// Of x, gamma where there is one, and the result's cotangent.
  private Optional<List<Operand>> layerNormDerivative(
      Map<String, Object> attributes, List<Operand> in) {
    boolean scale = has(attributes, "scale");
    Operand x = in.getFirst();
    var gamma = scale ? Optional.of(in.get(1)) : Optional.<Operand>empty();
    Kind kind = x.ref().kind();
    return layered(attributes, x, gamma, Optional.empty())
        .map(
            done -> {
              var parameter = new Ref(0, done.shape(), kind);
              var out =
                  assembly.calls(
                      Aten.LAYER_NORM_BACKWARD,
                      List.of(new Ref(0, x.shape(), kind), parameter, parameter),
                      in.getLast().ref(),
                      x.ref(),
                      done.shape(),
                      done.mean(),
                      done.inverse(),
                      done.gamma(),
                      Tensors.NONE,
                      new boolean[] {true, scale, false});
              var results = new ArrayList<Operand>();
              results.add(new Operand(out.get(0), x.type()));
              gamma.ifPresent(
                  p -> results.add(new Operand(movement.reshape(out.get(1), p.shape()), p.type())));
              return results;
            });
  }

  /// Query, key and value, `(batch, places, heads, size)`, then what is added to the scores and
  /// where keys may be seen, both `(batch, heads, queries, keys)` or 1 of each.
  private Optional<List<Operand>> attention(Map<String, Object> attributes, List<Operand> in) {
    Operand query = in.get(0);
    Operand key = in.get(1);
    Operand value = in.get(2);
    Kind kind = query.ref().kind();
    boolean causal = has(attributes, "causal");
    boolean masked = has(attributes, "mask");
    boolean usable =
        !has(attributes, "bias")
            && !(masked && causal)
            && in.subList(0, 3).stream().allMatch(t -> t.dtype() == query.dtype())
            && query.shape().dim(2) == key.shape().dim(2);
    if (!usable || !(attributes.get("scale") instanceof Number scale)) {
      return Optional.empty();
    }
    var byHead = List.of(0, 2, 1, 3);
    Ref q = movement.permute(query.ref(), byHead);
    Ref k = movement.permute(key.ref(), byHead);
    Ref v = movement.permute(value.ref(), byHead);
    Object mask = masked ? added(in.get(3), kind) : Tensors.NONE;
    var shape = q.shape().with(3, v.shape().dim(3));
    Ref out =
        assembly.call(
            Aten.ATTENTION, shape, kind, q, k, v, mask, 0.0, causal, scale.doubleValue(), false);
    Ref result = movement.permute(out, byHead);
    return Optional.of(List.of(new Operand(result, query.type().withShape(result.shape()))));
  }

  /// A mask as numbers to add to scores.
  private Ref added(Operand mask, Kind kind) {
    var dtype = kind == Kind.FLOAT ? DType.FLOAT32 : DType.FLOAT64;
    double largest = kind == Kind.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
    Ref zero = assembly.constant(Array.scalar(dtype, 0.0));
    Ref low = assembly.constant(Array.scalar(dtype, MASKED * largest));
    return assembly.call(Aten.WHERE, mask.shape(), kind, mask.ref(), zero, low);
  }

  /// Weights, both moments, gradient and rate, which corrects the moments' bias already: the
  /// library is told that so many steps are done that nothing is left to correct.
  private Optional<List<Operand>> adam(Map<String, Object> attributes, List<Operand> in) {
    boolean usable = in.stream().allMatch(t -> t.dtype() == in.getFirst().dtype());
    if (!usable
        || !(attributes.get("beta_1") instanceof Double beta1 && beta1 < 1)
        || !(attributes.get("beta_2") instanceof Double beta2 && beta2 < 1)
        || !(attributes.get("epsilon") instanceof Double epsilon)) {
      return Optional.empty();
    }
    var written = in.subList(0, 3).stream().map(this::rowMajor).toList();
    Operand g = in.get(3);
    Ref gradient = contiguous(g);
    assembly.calls(
        Aten.FUSED_ADAM,
        List.of(),
        List.of(written.get(0)),
        List.of(gradient),
        List.of(written.get(1)),
        List.of(written.get(2)),
        Tensors.NO_TENSORS,
        List.of(assembly.constant(Array.scalar(DType.FLOAT32, MANY_STEPS))),
        in.get(4).ref(),
        beta1,
        beta2,
        0.0,
        epsilon,
        false,
        false);
    return Optional.of(
        IntStream.range(0, 3)
            .mapToObj(i -> new Operand(written.get(i), in.get(i).type()))
            .toList());
  }

  /// A tensor to write to, its elements in row-major order.
  private Ref rowMajor(Operand x) {
    return assembly.fresh(Aten.CLONE, x.shape(), x.ref().kind(), x.ref(), Tensors.ROW_MAJOR);
  }

  /// The inputs, both initial states, both kernels and perhaps a bias, by a kernel of oneDNN, which
  /// takes the units of all gates before what they are made of, and two biases.
  private Optional<List<Operand>> lstmLayer(List<Operand> in) {
    Operand x = in.getFirst();
    TensorType state = in.get(1).type();
    boolean usable =
        x.dtype() == DType.FLOAT32
            && in.stream().allMatch(t -> t.dtype() == x.dtype() && t.type().size() > 0);
    if (!usable) {
      return Optional.empty();
    }
    Kind kind = x.ref().kind();
    TensorType states = x.type().withShape(Shape.of(x.shape().dim(0)).concat(state.shape()));
    Ref kernel = unitsFirst(in.get(3));
    boolean biased = in.size() > 5;
    Ref bias = biased ? in.get(5).ref() : kernel;
    Ref other = biased ? zeros(in.get(5).type()) : kernel;
    Ref last = new Ref(0, state.shape(), kind);
    var out =
        assembly.calls(
            Aten.MKLDNN_RNN_LAYER,
            List.of(new Ref(0, states.shape(), kind), last, last),
            contiguous(x),
            kernel,
            unitsFirst(in.get(4)),
            bias,
            other,
            contiguous(in.get(1)),
            contiguous(in.get(2)),
            false,
            new long[0],
            LSTM,
            (long) state.shape().dim(1),
            1L,
            biased,
            false,
            false,
            false);
    return Optional.of(List.of(new Operand(out.get(0), states), new Operand(out.get(2), state)));
  }

  private Ref zeros(TensorType type) {
    return assembly.constant(Array.of(type, HostBuffer.zeros(type)));
  }

  private Ref unitsFirst(Operand kernel) {
    Ref turned = movement.permute(kernel.ref(), List.of(1, 0));
    return assembly.call(Aten.CONTIGUOUS, turned.shape(), turned.kind(), turned);
  }

  private Ref contiguous(Operand x) {
    return assembly.call(Aten.CONTIGUOUS, x.shape(), x.ref().kind(), x.ref());
  }

  /// The inputs' share of the gates, both initial states, and the kernel.
  private Optional<List<Operand>> lstm(List<Operand> in) {
    Operand x = in.getFirst();
    TensorType state = in.get(1).type();
    if (x.type().size() == 0) {
      return Optional.empty();
    }
    TensorType states = x.type().withShape(Shape.of(x.shape().dim(0)).concat(state.shape()));
    var types = List.of(states, state, states, x.type());
    Kind kind = x.ref().kind();
    var out =
        assembly.step(
            in.stream().map(Operand::ref).toList(),
            types.stream().map(t -> new Ref(0, t.shape(), kind)).toList(),
            Aten.Sharing.NONE,
            (sources, places) -> new LstmStep(states.shape(), kind, sources, places));
    return Optional.of(
        IntStream.range(0, types.size())
            .mapToObj(i -> new Operand(out.get(i), types.get(i)))
            .toList());
  }
}
