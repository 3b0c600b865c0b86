package org.keras4j.tck.answers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Registry;
import org.keras4j.constraints.Constraint;
import org.keras4j.initializers.Initializer;
import org.keras4j.ops.Ops;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.tck.parity.Case;
import org.keras4j.tck.parity.Comparison;
import org.keras4j.tck.parity.MissingFunctionException;
import org.keras4j.tck.parity.Outcome;
import org.keras4j.tck.parity.Tolerance;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.transform.Gradients;

/// Asks the cases of small objects: kinds `initializer`, `regularizer` and `constraint`.
final class ObjectRunners {
  private static final double DEVIATIONS = 6;
  private static final double ORTHOGONAL = 1e-4;

  private ObjectRunners() {}

  /// The object of a case's class name and config.
  static Object make(String module, Case c) {
    if (Registry.entry(module, c.text("class_name"), Optional.empty()).isEmpty()) {
      throw new MissingFunctionException(module + "." + c.text("class_name"));
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("module", module);
    json.put("class_name", c.text("class_name"));
    json.put("config", functions(c.config("config")));
    json.put("registered_name", null);
    return Objects.requireNonNull(Registry.deserialize(json));
  }

  /// Cases name the function that a wrapper wraps; configs describe it.
  private static @Nullable Object functions(@Nullable Object config) {
    if (config instanceof Map<?, ?> map && map.get("fn") instanceof String name) {
      Map<Object, @Nullable Object> out = new LinkedHashMap<>(map);
      out.put("fn", Registry.serializeFunction("keras.metrics", name).toMap());
      return out;
    }
    return config;
  }

  static Outcome initializer(Case c) {
    var initializer = (Initializer) make("keras.initializers", c);
    DType dtype = c.hasValue("dtype") ? DType.of(c.text("dtype")) : Promotion.floatx();
    Shape shape = Shape.of(c.list("shape").stream().map(n -> ((Number) n).intValue()).toList());
    var got = (Array) initializer.apply(shape, dtype);
    if (c.has("out")) {
      return Outcome.of(Comparison.difference(got, c.get("out"), Tolerance.of(c)));
    }
    if (!got.shape().equals(shape) || !got.dtype().kerasName().equals(c.text("out_dtype"))) {
      return Outcome.failed("wanted " + c.text("out_dtype") + " " + shape + ", got " + got.type());
    }
    return c.has("orthogonal") ? orthogonal(got, c.number("gain")) : moments(got, c.map("moments"));
  }

  /// Rows or columns, whichever are fewer, are orthogonal and of length `gain`.
  private static Outcome orthogonal(Array x, double gain) {
    int columns = x.shape().dim(-1);
    int rows = Math.toIntExact(x.type().size() / columns);
    Tensor flat = Ops.reshape(x, rows, columns);
    Tensor wide = rows > columns ? Ops.transpose(flat) : flat;
    var product = (Array) Ops.matmul(wide, Ops.transpose(wide));
    int n = product.shape().dim(0);
    for (int i = 0; i < n * n; i++) {
      double want = i / n == i % n ? gain * gain : 0;
      if (Math.abs(product.toDoubles()[i] - want) > ORTHOGONAL * Math.max(1, gain * gain)) {
        return Outcome.failed("not orthogonal: " + product);
      }
    }
    return Outcome.passed();
  }

  private static Outcome moments(Array drawn, Map<String, Object> want) {
    double[] x = drawn.toDoubles();
    double mean = Arrays.stream(x).average().orElse(0);
    double std = Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double spread = number(want, "std");
    double chance = DEVIATIONS * spread * Math.sqrt(2.0 / x.length) + 1e-6;
    if (Math.abs(mean - number(want, "mean")) > chance || Math.abs(std - spread) > chance) {
      return Outcome.failed("wanted " + want + ", got mean " + mean + " and std " + std);
    }
    return Outcome.passed();
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  static Outcome regularizer(Case c) {
    return function((Regularizer) make("keras.regularizers", c), c);
  }

  static Outcome constraint(Case c) {
    return function((Constraint) make("keras.constraints", c), c);
  }

  private static Outcome function(UnaryOperator<Tensor> function, Case c) {
    var difference =
        Comparison.difference(function.apply(c.tensor("in")), c.get("out"), Tolerance.of(c));
    if (difference.isPresent() || !c.has("grads")) {
      return Outcome.of(difference);
    }
    Gradients.Differentiated at =
        Gradients.vjp(
            xs -> List.of(function.apply(xs.getFirst())), List.of(c.tensor("in")), List.of());
    Tensor cotangent = (Tensor) c.list("cotangents").getFirst();
    Tensor gradient = at.back().apply(List.of(Optional.of(cotangent))).getFirst();
    return Outcome.of(
        Comparison.difference(Map.of("in", gradient), c.get("grads"), Tolerance.of(c))
            .map(d -> new Comparison.Difference("gradients: " + d.reason(), d.excess())));
  }
}
