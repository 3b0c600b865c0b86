/// Penalties on weights and outputs, added to the loss.
package org.keras4j.regularizers;
