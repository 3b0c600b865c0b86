/// What happens between the steps of training: stopping, saving, logging, changing the learning
/// rate.
package org.keras4j.callbacks;
