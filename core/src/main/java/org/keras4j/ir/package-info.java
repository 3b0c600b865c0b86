/// Computation as data: the closed set of primitives, and programs made of them. Imports `tensor`
/// only; what primitives mean is said elsewhere, by one exhaustive switch per meaning.
package org.keras4j.ir;
