package org.keras4j.ops;

import java.util.List;
import java.util.function.Function;
import org.keras4j.tensor.Tensor;

/// A function's value, and the way back from its cotangent to those of its arguments.
///
/// @param value the function's result
/// @param back the vector-Jacobian product
public record Pullback(Tensor value, Function<Tensor, List<Tensor>> back) {}
