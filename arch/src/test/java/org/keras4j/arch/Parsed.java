package org.keras4j.arch;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Sources as trees: parsed, not compiled, so it is the shape of the code and no types.
record Parsed(Trees trees, List<CompilationUnitTree> units) {
  static final Parsed MAIN = of(Project.mainSources());

  static Parsed of(List<Path> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, null);
    var task =
        (JavacTask)
            compiler.getTask(
                null,
                manager,
                null,
                List.of("-proc:none"),
                null,
                manager.getJavaFileObjectsFromPaths(sources));
    List<CompilationUnitTree> units = new ArrayList<>();
    try {
      task.parse().forEach(units::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Parsed(Trees.instance(task), List.copyOf(units));
  }

  static String file(CompilationUnitTree unit) {
    return Project.name(Path.of(unit.getSourceFile().toUri()));
  }

  /// The place of a tree as `path:line`.
  String place(CompilationUnitTree unit, Tree tree) {
    long start = trees.getSourcePositions().getStartPosition(unit, tree);
    return file(unit) + ":" + unit.getLineMap().getLineNumber(start);
  }

  boolean isDocumented(CompilationUnitTree unit, Tree tree) {
    String comment = trees.getDocComment(TreePath.getPath(unit, tree));
    return comment != null && !comment.isBlank();
  }

  /// Every method and constructor as `path#name`, with the number of its lines.
  void methods(ObjIntConsumer<String> consumer) {
    for (CompilationUnitTree unit : units) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
          consumer.accept(file(unit) + "#" + method.getName(), lines(unit, method));
          return super.visitMethod(method, null);
        }
      }.scan(unit, null);
    }
  }

  private int lines(CompilationUnitTree unit, Tree tree) {
    var positions = trees.getSourcePositions();
    long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    return (int) (last - first + 1);
  }
}
