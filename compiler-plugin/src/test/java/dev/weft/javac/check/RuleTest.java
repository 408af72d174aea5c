// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Members;
import dev.weft.javac.check.source.Source;
import dev.weft.support.MemorySource;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {
    /** Finds something in each method, and fails in the second. */
    private static final class FailingRule extends Rule {
        private final Throwable failure;

        FailingRule(Source source, Throwable failure) {
            super(Diagnostic.UNAWAITED_TASK, source);
            this.failure = failure;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            report();
            if (method.getName().contentEquals("second")) {
                FailingRule.<RuntimeException>sneak(failure);
            }
            return super.visitMethod(method, null);
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void sneak(Throwable failure) throws E {
            throw (E) failure;
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("why"),
                new StackOverflowError("why"),
                new OutOfMemoryError("why"),
                new AssertionError("why"),
                new Exception("why"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRuleGivesUpOnTheMemberThatItFailsOnAndGoesOnWithTheOthers(Throwable failure) throws Exception {
        String text =
                "interface A { void first(); class B { void second() { int n = 1; } int third() { return 1; } } }";
        JavaFileObject file = new MemorySource("A", text);
        JavacTask task =
                (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, List.of(file));
        CompilationUnitTree unit = task.parse().iterator().next();
        task.analyze();
        TreePath type = TreePath.getPath(unit, unit.getTypeDecls().get(0));
        Rule rule = new FailingRule(Source.of(task), failure);
        assertEquals(
                List.of(
                        "UNAWAITED_TASK first ",
                        "UNAWAITED_TASK <init> ",
                        "RULE_FAILURE second UnawaitedTask gave up on the method second: " + failure,
                        "UNAWAITED_TASK third "),
                rule.check(Members.of(type)).stream()
                        .map(report -> report.diagnostic() + " "
                                + ((MethodTree) report.at().getLeaf()).getName() + " " + report.detail())
                        .toList());
    }
}
