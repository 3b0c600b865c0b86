package org.keras4j.ops;

/// What one step of a scan gives, and what the whole scan gives: the carried value and the output
/// (for the whole scan the outputs of all steps, stacked).
///
/// {@snippet :
/// Ops.scan((sum, x) -> new ScanStep<>(Ops.add(sum, x), sum), init, xs);
/// }
///
/// @param carry what the next step gets
/// @param output what is stacked
public record ScanStep<T>(T carry, T output) {}
