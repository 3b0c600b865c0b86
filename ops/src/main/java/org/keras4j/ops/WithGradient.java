package org.keras4j.ops;

import java.util.List;
import java.util.function.Function;
import org.keras4j.tensor.Tensor;

/// A result and the way back from its cotangent to those of the arguments.
///
/// @param value the result
/// @param gradient from the result's cotangent to one for each argument
public record WithGradient(Tensor value, Function<Tensor, List<Tensor>> gradient) {}
