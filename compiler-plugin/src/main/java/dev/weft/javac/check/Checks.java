// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Members;
import dev.weft.javac.check.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The list of all rules, and what runs them. On javac's thread, once a class has been attributed. */
public final class Checks {
    private Checks() {}

    /** Takes what the rules find. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Called for each mistake, in the order of the source.
         *
         * @param diagnostic what
         * @param at where
         * @param detail what is special there, empty if nothing is
         */
        void found(Diagnostic diagnostic, TreePath at, String detail);
    }

    /**
     * Runs the rules over a class and those inside it, and tells what they find in the order of the source.
     *
     * @param type a class at the top of its file
     * @param source what is known of the compilation
     * @param blocking the methods that block
     * @param isWanted whether anybody wants to hear of a diagnostic
     * @param sink who wants to hear of what is found
     * @return where the class has async code: what is marked, awaits and emits
     */
    public static List<TreePath> run(
            TreePath type, Source source, BlockingCalls blocking, Predicate<Diagnostic> isWanted, Sink sink) {
        List<Rule> rules = new ArrayList<>(all(source, blocking));
        rules.removeIf(rule -> !isWanted.test(rule.diagnostic()));
        List<TreePath> asyncCode = RuleWalk.over(Members.of(type), rules, source);
        List<Rule.Report> reports = new ArrayList<>();
        rules.forEach(rule -> reports.addAll(rule.reports()));
        SourcePositions positions = source.trees().getSourcePositions();
        reports.sort(Comparator.comparingLong(report -> positions.getStartPosition(
                type.getCompilationUnit(), report.at().getLeaf())));
        reports.forEach(report -> sink.found(report.diagnostic(), report.at(), report.detail()));
        return asyncCode;
    }

    /** Makes the rules. Not by functions, each of which would be a class that the JVM makes when a compilation starts. */
    private static List<Rule> all(Source source, BlockingCalls blocking) {
        return List.of(
                new AwaitOutsideAsync(source),
                new AwaitInNonAsyncLambda(source),
                new AwaitInConstructor(source),
                new AwaitInStaticInitializer(source),
                new AwaitInSynchronized(source),
                new AsyncSynchronizedMethod(source),
                new AwaitMethodReference(source),
                new EmitOutsideGenerator(source),
                new EmitMethodReference(source),
                new EmitType(source),
                new AsyncReturnType(source),
                new AsyncOnAbstractOrNative(source),
                new AsyncReturnsNull(source),
                new TaskOfTask(source),
                new UnawaitedTask(source),
                new TaskAwaitedTwice(source),
                new LockHeldAcrossAwait(source),
                new ThreadLocalAcrossAwait(source),
                new LostWhenCancelled(source),
                new CancelSafeLoses(source),
                new CancellationSwallowed(source),
                new GeneratorLeftOpen(source),
                new BlockingCallInAsync(source, blocking));
    }
}
