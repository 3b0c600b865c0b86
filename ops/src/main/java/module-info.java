/// The NumPy-like and neural-network operations of Keras, written once over the core's primitives.
@org.jspecify.annotations.NullMarked
module org.keras4j.ops {
  requires static org.jspecify;
  requires transitive org.keras4j.core;

  exports org.keras4j.ops;
}
