// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Members;
import dev.weft.javac.check.source.Source;
import dev.weft.support.MemorySource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleTest {
    private static final String TEXT = """
            interface A {
                void first();
                class B { void second() { int one = 1; int two = 2; int three = 3; } int third() { int four = 4; return four; } }
            }
            """;

    /** Finds each member and each variable, and fails at one of them, or at none. */
    private static final class FailingRule extends Rule {
        private final String where;
        private final Throwable failure;

        FailingRule(Source source, String where, Throwable failure) {
            super(Diagnostic.UNAWAITED_TASK, source);
            this.where = where;
            this.failure = failure;
        }

        @Override
        Set<Seen> sees() {
            return Set.of(Seen.VARIABLE);
        }

        @Override
        void begin(TreePath member) {
            found(member);
        }

        @Override
        public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
            found(getCurrentPath());
            return null;
        }

        private void found(TreePath at) {
            report(at, "");
            if (name(at).equals(where)) {
                FailingRule.<RuntimeException>sneak(failure);
            }
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
        assertEquals(
                List.of(
                        "UNAWAITED_TASK first ",
                        "UNAWAITED_TASK <init> ",
                        "RULE_FAILURE second UnawaitedTask gave up on the method second: " + failure,
                        "UNAWAITED_TASK third ",
                        "UNAWAITED_TASK four "),
                reports("second", failure).get(0));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aRuleThatFailsInTheMiddleOfAMemberLeavesTheRestOfItToTheOthers(Throwable failure) throws Exception {
        List<List<String>> reports = reports("two", failure);
        assertEquals(
                List.of(
                        "UNAWAITED_TASK first ",
                        "UNAWAITED_TASK <init> ",
                        "RULE_FAILURE second UnawaitedTask gave up on the method second: " + failure,
                        "UNAWAITED_TASK one ",
                        "UNAWAITED_TASK two ",
                        "UNAWAITED_TASK third ",
                        "UNAWAITED_TASK four "),
                reports.get(0));
        assertEquals(
                List.of("first", "<init>", "second", "one", "two", "three", "third", "four"),
                reports.get(1).stream().map(report -> report.split(" ", -1)[1]).toList());
    }

    /** What two rules find in one walk, of which the first fails. */
    private static List<List<String>> reports(String where, Throwable failure) throws Exception {
        JavaFileObject file = new MemorySource("A", TEXT);
        JavacTask task =
                (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, List.of(file));
        CompilationUnitTree unit = task.parse().iterator().next();
        task.analyze();
        TreePath type = TreePath.getPath(unit, unit.getTypeDecls().get(0));
        Source source = Source.of(task);
        List<Rule> rules = List.of(new FailingRule(source, where, failure), new FailingRule(source, "", failure));
        RuleWalk.over(Members.of(type), rules, source);
        return rules.stream().map(RuleTest::texts).toList();
    }

    private static List<String> texts(Rule rule) {
        return rule.reports().stream()
                .map(report -> report.diagnostic() + " " + name(report.at()) + " " + report.detail())
                .toList();
    }

    private static String name(TreePath path) {
        return path.getLeaf() instanceof MethodTree method
                ? method.getName().toString()
                : ((VariableTree) path.getLeaf()).getName().toString();
    }
}
