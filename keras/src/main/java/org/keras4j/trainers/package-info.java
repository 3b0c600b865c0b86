/// Compiling, training, evaluating and predicting.
package org.keras4j.trainers;
