/// How gradients change weights.
package org.keras4j.optimizers;
