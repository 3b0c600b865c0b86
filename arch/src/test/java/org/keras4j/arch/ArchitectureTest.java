package org.keras4j.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Which package may know which; seen in bytecode, so an import nobody uses is no arrow.
class ArchitectureTest {
  /// The packages of core, lowest first: each may know those before it, and none after it.
  private static final List<String> CORE =
      List.of(
          "tensor", "ir", "runtime", "lax", "transform", "reference", "symbolic", "random", "ops");

  /// The packages of the Keras API.
  private static final List<String> KERAS =
      List.of(
          "activations",
          "initializers",
          "regularizers",
          "constraints",
          "losses",
          "metrics",
          "optimizers",
          "layers",
          "models",
          "trainers",
          "callbacks",
          "data",
          "saving",
          "quantizers",
          "dtypepolicies",
          "distribution",
          "applications",
          "utils",
          "config");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("org.keras4j");

  private static final DescribedPredicate<JavaClass> IN_A_BACKEND =
      resideInAPackage("org.keras4j.backend..");

  static IntStream everyCorePackage() {
    return IntStream.range(0, CORE.size());
  }

  @Test
  void the_rules_see_our_classes() {
    assertThat(CLASSES).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyCorePackage")
  void a_core_package_knows_only_those_before_it(int position) {
    String[] after = packages(CORE.subList(position + 1, CORE.size()));
    check(
        noClasses()
            .that()
            .resideInAPackage(packages(List.of(CORE.get(position)))[0])
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(after)
                    .or(resideInAnyPackage(packages(KERAS)))
                    .or(resideInAnyPackage("org.keras4j.tck..", "org.keras4j.cli.."))
                    .or(IN_A_BACKEND)));
  }

  @Test
  void core_depends_on_the_jdk_only() {
    check(
        classes()
            .that()
            .resideInAnyPackage(packages(CORE))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(packages(CORE), "java..", "org.jspecify..")));
  }

  @Test
  void every_package_is_one_of_the_plan() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                with(
                    with(packages(CORE), packages(KERAS)),
                    "org.keras4j.backend..",
                    "org.keras4j.foreign..",
                    "org.keras4j.stablehlo..",
                    "org.keras4j.tensorflow..",
                    "org.keras4j.tck..",
                    "org.keras4j.examples..",
                    "org.keras4j.cli..")));
  }

  @Test
  void a_backend_knows_tensors_programs_the_runtime_and_the_reference_only() {
    check(
        noClasses()
            .that(IN_A_BACKEND)
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.keras4j..")
                    .and(not(IN_A_BACKEND))
                    .and(
                        not(
                            resideInAnyPackage(
                                packages(
                                    List.of(
                                        "tensor",
                                        "ir",
                                        "runtime",
                                        "reference",
                                        "foreign",
                                        "stablehlo",
                                        "tensorflow")))))));
  }

  @ParameterizedTest
  @CsvSource({
    "foreign,    tensor",
    "tensorflow, tensor runtime foreign",
    "stablehlo,  tensor ir runtime reference transform",
  })
  void what_engines_share_knows_little(String name, String known) {
    var allowed = new ArrayList<>(List.of(known.split(" ")));
    allowed.add(name);
    check(
        noClasses()
            .that()
            .resideInAPackage(packages(List.of(name))[0])
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.keras4j..").and(not(resideInAnyPackage(packages(allowed))))));
  }

  @Test
  void the_keras_api_is_written_in_ops() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(packages(KERAS))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(packages(List.of("ir", "lax"))).or(IN_A_BACKEND)));
  }

  @Test
  void layers_do_not_know_models_trainers_saving_or_distribution() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.keras4j.layers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                packages(List.of("models", "trainers", "callbacks", "saving", "distribution"))));
  }

  @Test
  void nothing_but_the_command_line_knows_the_conformance_kit() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.keras4j.tck..", "org.keras4j.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.keras4j.tck..", "org.keras4j.cli.."));
  }

  @Test
  void nobody_asks_a_backend_for_its_name_to_decide_something() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "org.keras4j.backend..",
                "org.keras4j.runtime..",
                "org.keras4j.saving..",
                "org.keras4j.tck..",
                "org.keras4j.cli..")
            .should()
            .callMethodWhere(
                call(
                    "Backend.name()",
                    call ->
                        call.getTarget().getName().equals("name")
                            && call.getTargetOwner()
                                .isAssignableTo("org.keras4j.runtime.Backend"))));
  }

  @Test
  void nothing_is_loaded_or_called_by_a_string() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                call(
                    "Class.forName and the like",
                    call -> {
                      String method = call.getTargetOwner().getName() + "." + call.getName();
                      return List.of(
                                  "java.lang.Class.forName",
                                  "java.lang.Class.getMethod",
                                  "java.lang.Class.getDeclaredMethod",
                                  "java.lang.Class.getField",
                                  "java.lang.Class.getDeclaredField",
                                  "java.lang.invoke.MethodHandles$Lookup.findClass")
                              .contains(method)
                          || (call.getName().equals("loadClass")
                              && call.getTargetOwner().isAssignableTo(ClassLoader.class));
                    })));
  }

  @Test
  void nothing_uses_java_serialization() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(Object(Input|Output)Stream|Externalizable)(\\$.*)?"));
  }

  @Test
  void the_incubating_vector_api_stays_in_the_embedded_engine() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.keras4j.backend.java..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.incubator.."));
  }

  @Test
  void core_and_the_engines_do_not_write_to_the_console() {
    check(
        noClasses()
            .that(resideInAnyPackage(packages(CORE)).or(IN_A_BACKEND))
            .should(ACCESS_STANDARD_STREAMS));
  }

  @Test
  void names_say_what_a_thing_is() {
    check(
        noClasses()
            .that()
            .areTopLevelClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameStartingWith("Abstract"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> "org.keras4j." + name + "..").toArray(String[]::new);
  }

  private static String[] with(String[] some, String... more) {
    return java.util.stream.Stream.of(some, more)
        .flatMap(java.util.stream.Stream::of)
        .toArray(String[]::new);
  }

  private static DescribedPredicate<JavaCall<?>> call(
      String what, java.util.function.Predicate<JavaCall<?>> test) {
    return DescribedPredicate.describe(what, test);
  }
}
