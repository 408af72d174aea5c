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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The list of all rules, and what runs them. On javac's thread, once a class has been attributed. */
public final class Checks {
    private static final List<Function<Source, Rule>> RULES = List.of(
            AwaitOutsideAsync::new,
            AwaitInNonAsyncLambda::new,
            AwaitInConstructor::new,
            AwaitInStaticInitializer::new,
            AwaitInSynchronized::new,
            AsyncSynchronizedMethod::new,
            AwaitMethodReference::new,
            EmitOutsideGenerator::new,
            EmitMethodReference::new,
            EmitType::new,
            AsyncReturnType::new,
            AsyncOnAbstractOrNative::new,
            AsyncReturnsNull::new,
            TaskOfTask::new,
            UnawaitedTask::new,
            TaskAwaitedTwice::new,
            LockHeldAcrossAwait::new,
            ThreadLocalAcrossAwait::new,
            LostWhenCancelled::new,
            CancelSafeLoses::new,
            CancellationSwallowed::new,
            GeneratorLeftOpen::new);

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
     */
    public static void run(
            TreePath type, Source source, BlockingCalls blocking, Predicate<Diagnostic> isWanted, Sink sink) {
        List<TreePath> members = Members.of(type);
        List<Rule.Report> reports = new ArrayList<>();
        Stream.concat(
                        RULES.stream().map(rule -> rule.apply(source)),
                        Stream.of(new BlockingCallInAsync(source, blocking)))
                .filter(rule -> isWanted.test(rule.diagnostic()))
                .forEach(rule -> reports.addAll(rule.check(members)));
        SourcePositions positions = source.trees().getSourcePositions();
        reports.sort(Comparator.comparingLong(report -> positions.getStartPosition(
                type.getCompilationUnit(), report.at().getLeaf())));
        reports.forEach(report -> sink.found(report.diagnostic(), report.at(), report.detail()));
    }
}
