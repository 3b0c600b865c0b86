/// The slow, obvious, complete engine: the living definition of every primitive, and the oracle
/// other engines are held against. Everything is computed in double precision (or exact 64-bit
/// integers) and rounded once.
package org.keras4j.reference;
