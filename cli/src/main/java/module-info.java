/// The command line `keras4j`.
@org.jspecify.annotations.NullMarked
module org.keras4j.cli {
  requires static org.jspecify;
  requires org.keras4j.examples;
  requires org.keras4j.stablehlo;
  requires org.keras4j.tck;
  requires info.picocli;
  requires java.management;
  requires jdk.management;

  provides System.LoggerFinder with
      org.keras4j.cli.TerminalLogging;

  opens org.keras4j.cli to
      info.picocli;
}
