/// TensorFlow's C API, called through the JDK's own foreign functions: found once, loaded once.
@org.jspecify.annotations.NullMarked
module org.keras4j.tensorflow.c {
  requires static transitive org.jspecify;
  requires transitive org.keras4j.core;
  requires transitive org.keras4j.foreign;

  exports org.keras4j.tensorflow.c;
}
