/// Activation functions: by constant, by Keras's name, or as plain functions.
package org.keras4j.activations;
