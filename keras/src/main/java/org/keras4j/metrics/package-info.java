/// What is measured while training and evaluating.
package org.keras4j.metrics;
