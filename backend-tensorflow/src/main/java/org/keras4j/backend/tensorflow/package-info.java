/// The engine on TensorFlow. {@link org.keras4j.backend.tensorflow.Lowering} says what each
/// primitive is in TensorFlow's operations, one switch for each family in a file of its own.
package org.keras4j.backend.tensorflow;
