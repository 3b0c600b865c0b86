/// Samples of every primitive, for engines and transforms to be held against.
package org.keras4j.tck;
