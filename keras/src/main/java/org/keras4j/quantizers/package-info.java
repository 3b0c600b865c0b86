/// Keeping weights in few bits: how values become whole numbers and float8, and back.
package org.keras4j.quantizers;
