/// Primitives as functions, one strict static method each.
package org.keras4j.lax;
