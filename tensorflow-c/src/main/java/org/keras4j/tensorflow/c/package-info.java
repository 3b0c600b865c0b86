/// TensorFlow's C API as typed resources that are closed: the library, the context that runs
/// operations, tensors and their handles, graphs and the functions made of them. For engines, not
/// for users of Keras.
package org.keras4j.tensorflow.c;
