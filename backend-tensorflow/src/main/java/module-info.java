/// The engine on TensorFlow: each program is one TensorFlow function.
@org.jspecify.annotations.NullMarked
module org.keras4j.backend.tensorflow {
  requires static org.jspecify;
  requires org.keras4j.core;
  requires org.keras4j.tensorflow.c;

  provides org.keras4j.runtime.BackendProvider with
      org.keras4j.backend.tensorflow.TensorFlowProvider;
}
