package org.keras4j.cli;

import org.keras4j.saving.RefusedFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// The command line. Exit codes: 0 all is well, 1 something was found wanting, 2 the call was
/// wrong, 3 a file was refused.
@Command(
    name = "keras4j",
    description = "Keras 3 for the JVM.",
    footer = {
      "",
      "Begin with:",
      "  keras4j demo                   train on handwritten digits, save, read back",
      "  keras4j summary digits.keras   what it is made of",
      "  keras4j help COMMAND           options and examples",
      "",
      """
      Exit codes: 0 all is well, 1 something was found wanting, 2 the call was wrong, 3 a \
      file was refused.\
      """
    },
    mixinStandardHelpOptions = true,
    version = "keras4j " + Main.VERSION + ", following Keras 3.15.1",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      SummaryCommand.class,
      InspectCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      ConvertCommand.class,
      ExportCommand.class,
      ConformanceCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  static final String VERSION = "0.1.0-SNAPSHOT";
  static final int FOUND_WANTING = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /// For the parser of the command line.
  public Main() {}

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /// Runs the command in the arguments and exits with its code.
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /// Runs the command in the arguments.
  ///
  /// @return the exit code
  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, command, _) -> explain(e, command))
        .setParameterExceptionHandler(Main::usage)
        .setUsageHelpAutoWidth(true)
        .execute(arguments);
  }

  private static int usage(ParameterException e, String[] arguments) {
    var err = e.getCommandLine().getErr();
    err.println("keras4j: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try 'keras4j help'.");
    return USAGE;
  }

  private static int explain(Exception e, CommandLine command) {
    command
        .getErr()
        .println("keras4j: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    if (Boolean.getBoolean("keras4j.trace")) {
      e.printStackTrace(command.getErr());
    }
    return switch (e) {
      case RefusedFileException _ -> REFUSED;
      case IllegalArgumentException _ -> USAGE;
      default -> FOUND_WANTING;
    };
  }
}
