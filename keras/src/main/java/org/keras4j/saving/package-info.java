/// Saving and loading models, weights and configurations, in the files Python Keras reads and
/// writes.
package org.keras4j.saving;
