package org.keras4j.ops;

import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// A function's value and its derivative along a direction.
///
/// @param value the function's results
/// @param tangents the directional derivatives of the results that are floats
/// @param aux what else the function gave
public record Pushforward(Tree<Tensor> value, Tree<Tensor> tangents, Tree<Tensor> aux) {}
