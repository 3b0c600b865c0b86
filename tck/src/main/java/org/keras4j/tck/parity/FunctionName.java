package org.keras4j.tck.parity;

/// A function given as an argument, one of the table in the description of the cases' format.
///
/// @param name its name there, such as `square`
public record FunctionName(String name) {}
