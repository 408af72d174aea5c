// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import dev.weft.support.MemorySource;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleTest {
    /** Finds something in the first method, and fails in the second. */
    private static final class FailingRule extends Rule {
        FailingRule(Source source) {
            super(Diagnostic.UNAWAITED_TASK, source);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            if (method.getName().contentEquals("second")) {
                throw new IllegalStateException("why");
            }
            report();
            return null;
        }
    }

    @Test
    void aRuleThatFailsIsReportedAndWhatItFoundIsKept() throws Exception {
        JavaFileObject file = new MemorySource("A", "interface A { void first(); void second(); }");
        JavacTask task =
                (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, List.of(file));
        CompilationUnitTree unit = task.parse().iterator().next();
        task.analyze();
        TreePath type = TreePath.getPath(unit, unit.getTypeDecls().get(0));
        Rule rule = new FailingRule(Source.of(task));
        assertEquals(
                List.of(
                        "UNAWAITED_TASK METHOD ",
                        "RULE_FAILURE INTERFACE UnawaitedTask: java.lang.IllegalStateException: why"),
                rule.check(type).stream()
                        .map(report -> report.diagnostic() + " "
                                + report.at().getLeaf().getKind() + " " + report.detail())
                        .toList());
    }
}
