package org.keras4j.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keras4j.tensor.Tensor;

/// The keyword arguments of one call of a layer.
///
/// {@snippet :
/// layer.apply(x, c -> c.training(true).mask(mask));
/// attention.apply(query, c -> c.with("value", value).with("return_attention_scores", true));
/// }
public final class CallOptions {
  private final Map<String, Object> keyword = new LinkedHashMap<>();

  CallOptions() {}

  /// Whether the layer behaves as in training, and the layers inside it that are not told
  /// otherwise.
  public CallOptions training(boolean value) {
    return with("training", value);
  }

  /// Which steps to use, `true` for those to use: a boolean tensor `(batch, steps)`.
  public CallOptions mask(Tensor value) {
    return with("mask", value);
  }

  /// Any argument by Keras's keyword: a tensor, a list or map of tensors, a string, boolean or
  /// number.
  public CallOptions with(String name, Object value) {
    keyword.put(name, value instanceof List<?> list ? List.copyOf(list) : value);
    return this;
  }

  Map<String, Object> toMap() {
    return keyword;
  }
}
