/// Conditions on weights, restored after each update of an optimizer.
package org.keras4j.constraints;
