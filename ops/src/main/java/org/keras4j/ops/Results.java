package org.keras4j.ops;

import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// What a function gives that is differentiated, and what else.
///
/// @param value differentiated
/// @param aux not differentiated
public record Results(Tree<Tensor> value, Tree<Tensor> aux) {}
