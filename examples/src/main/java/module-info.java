/// Small programs on real data, each what Keras's own examples show first.
@org.jspecify.annotations.NullMarked
module org.keras4j.examples {
  requires static org.jspecify;
  requires transitive org.keras4j;

  exports org.keras4j.examples;
}
