package org.keras4j.tck.parity;

import java.util.OptionalInt;

/// A Python slice, `start:stop:step`, with absent parts left open.
///
/// @param start the first index
/// @param stop the index to stop before
/// @param step the distance
public record PySlice(OptionalInt start, OptionalInt stop, OptionalInt step) {}
