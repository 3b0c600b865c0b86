/// The Keras API: layers, models, training, saving.
@org.jspecify.annotations.NullMarked
module org.keras4j {
  requires static org.jspecify;
  requires transitive org.keras4j.core;
  requires io.jhdf;
  requires tools.jackson.core;
}
