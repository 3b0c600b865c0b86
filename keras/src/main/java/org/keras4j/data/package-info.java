/// Where training data comes from: arrays, anything that can be iterated, data sets made batch by
/// batch.
package org.keras4j.data;
