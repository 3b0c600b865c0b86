package org.keras4j.cli;

/// The command line: reads the first word, runs what it names, and answers with an exit code.
public final class Main {
  private static final String USAGE =
      """
      Usage: keras4j <command> [options]

      Commands:
        help       print this
        doctor     say which Java runs here and what it offers
      """;

  private Main() {}

  /// Runs the command in the first argument; exits with 2 where there is no such command.
  public static void main(String... arguments) {
    String command = arguments.length == 0 ? "help" : arguments[0];
    switch (command) {
      case "help", "--help", "-h" -> System.out.print(USAGE);
      case "doctor" -> doctor();
      default -> {
        System.err.print("keras4j: no such command. Received: command=" + command + "\n\n" + USAGE);
        System.exit(2);
      }
    }
  }

  private static void doctor() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    System.out.println("Java      " + Runtime.version() + " in " + System.getProperty("java.home"));
    System.out.println(
        "System    " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    System.out.println("CPUs      " + Runtime.getRuntime().availableProcessors());
    System.out.println(
        "Vectors   " + (vectors ? "yes" : "no: add --add-modules jdk.incubator.vector"));
  }
}
