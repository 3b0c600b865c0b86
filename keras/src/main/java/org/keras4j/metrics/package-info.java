/// What is measured while training and evaluating: [org.keras4j.metrics.Metric] and Keras's metrics
/// as classes, and [org.keras4j.metrics.Metrics] with those that are functions.
package org.keras4j.metrics;
