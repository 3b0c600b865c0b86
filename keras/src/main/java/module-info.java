/// The Keras API: layers, models, training, saving.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the modules of qualified exports are built later
module org.keras4j {
  requires static org.jspecify;
  requires transitive org.keras4j.core;
  requires tools.jackson.core;

  exports org.keras4j.saving;
  exports org.keras4j.saving.format to
      org.keras4j.cli,
      org.keras4j.tck;
}
