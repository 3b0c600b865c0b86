package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Rules that bytecode no longer shows.
class SourceRulesTest {
  private static final String IR = "org.keras4j.ir";

  static Stream<String> modules() {
    return Project.modules().stream().filter(module -> !module.equals("arch"));
  }

  @Test
  void a_switch_over_the_ir_has_no_default() {
    assertThat(defaultsOverTheIr(Parsed.MAIN))
        .as("a new primitive must stop the build wherever a meaning is missing")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void a_module_is_null_marked(String module) {
    assertThat(Project.read(Project.ROOT.resolve(module + "/src/main/java/module-info.java")))
        .containsPattern(
            "@(org\\.jspecify\\.annotations\\.)?NullMarked\\b[^{]*\\bmodule [\\w.]+ \\{");
  }

  @Test
  void a_package_says_what_lives_in_it() {
    List<String> silent =
        Project.mainSources().stream()
            .filter(source -> !source.endsWith("module-info.java"))
            .map(source -> source.resolveSibling("package-info.java"))
            .distinct()
            .filter(page -> !Files.exists(page) || !Project.read(page).startsWith("///"))
            .map(Project::name)
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void a_public_type_says_what_it_is() {
    List<String> silent = new ArrayList<>();
    for (CompilationUnitTree unit : Parsed.MAIN.units()) {
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree declared
            && declared.getModifiers().getFlags().contains(Modifier.PUBLIC)
            && !Parsed.MAIN.isDocumented(unit, type)) {
          silent.add(Parsed.MAIN.place(unit, type));
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "\\b(TODO|FIXME|XXX)\\b -> finish it or open an issue",
        "UnsupportedOperationException\\(\\) -> say what is not supported, and what to do instead",
        "@Disabled\\b(?!\\(\") -> a test that is switched off says why",
        "--enable-preview -> released language only",
        "^\\s*/\\*\\* -> documentation is Markdown, in ///",
        "\\.printStackTrace\\(\\) -> throw it, or log it",
      })
  void sources_do_not_contain(String expression, String instead) {
    Pattern pattern = Pattern.compile(expression);
    List<String> found = new ArrayList<>();
    for (Path source : Project.allSources()) {
      if (source.endsWith("SourceRulesTest.java")) {
        continue;
      }
      String[] lines = Project.read(source).split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        if (pattern.matcher(lines[i]).find()) {
          found.add(Project.name(source) + ":" + (i + 1));
        }
      }
    }
    assertThat(found).as(instead).isEmpty();
  }

  private static List<String> defaultsOverTheIr(Parsed parsed) {
    Names names = Names.of(parsed);
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : parsed.units()) {
      if (knowsIr(unit)) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
            look(tree, tree.getCases());
            return super.visitSwitch(tree, null);
          }

          @Override
          public @Nullable Void visitSwitchExpression(
              SwitchExpressionTree tree, @Nullable Void nothing) {
            look(tree, tree.getCases());
            return super.visitSwitchExpression(tree, null);
          }

          private void look(Tree tree, List<? extends CaseTree> cases) {
            if (names.defaultOverThem(cases)) {
              found.add(parsed.place(unit, tree));
            }
          }
        }.scan(unit, null);
      }
    }
    return found;
  }

  private static boolean knowsIr(CompilationUnitTree unit) {
    return isIr(unit)
        || unit.getImports().stream()
            .anyMatch(line -> line.getQualifiedIdentifier().toString().startsWith(IR + "."));
  }

  private static boolean isIr(CompilationUnitTree unit) {
    return String.valueOf(unit.getPackageName()).equals(IR);
  }

  /// The types and the enum constants declared in the IR, by simple name.
  private record Names(Set<String> types, Set<String> constants) {
    static Names of(Parsed parsed) {
      Names names = new Names(new HashSet<>(), new HashSet<>());
      for (CompilationUnitTree unit : parsed.units()) {
        if (isIr(unit)) {
          new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
              names.types.add(type.getSimpleName().toString());
              if (type.getKind() == Tree.Kind.ENUM) {
                type.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(member -> ((VariableTree) member))
                    .filter(
                        field -> field.getType().toString().equals(type.getSimpleName().toString()))
                    .forEach(constant -> names.constants.add(constant.getName().toString()));
              }
              return super.visitClass(type, null);
            }
          }.scan(unit, null);
        }
      }
      return names;
    }

    boolean defaultOverThem(List<? extends CaseTree> cases) {
      List<CaseLabelTree> labels = new ArrayList<>();
      cases.forEach(branch -> labels.addAll(branch.getLabels()));
      boolean hasDefault = labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
      List<CaseLabelTree> others =
          labels.stream().filter(label -> !(label instanceof DefaultCaseLabelTree)).toList();
      return hasDefault && others.stream().anyMatch(this::isOfTheIr);
    }

    private boolean isOfTheIr(CaseLabelTree label) {
      return switch (label) {
        case PatternCaseLabelTree pattern ->
            types.contains(simpleName(typeOf(pattern.getPattern())));
        case ConstantCaseLabelTree constant ->
            constants.contains(simpleName(constant.getConstantExpression().toString()));
        default -> false;
      };
    }

    private static String typeOf(PatternTree pattern) {
      return switch (pattern) {
        case DeconstructionPatternTree record -> record.getDeconstructor().toString();
        case BindingPatternTree binding -> String.valueOf(binding.getVariable().getType());
        default -> "";
      };
    }

    private static String simpleName(String name) {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }
}
