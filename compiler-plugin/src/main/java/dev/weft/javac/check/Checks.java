// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.util.TreePath;
import java.util.List;
import java.util.function.Function;

/** All rules. On javac's thread, once a class has been attributed. */
public final class Checks {
    private static final List<Function<Source, Rule>> RULES = List.of(
            AwaitOutsideAsync::new,
            AwaitInNonAsyncLambda::new,
            AwaitInConstructor::new,
            AwaitInStaticInitializer::new,
            AwaitInSynchronized::new,
            AsyncSynchronizedMethod::new,
            AwaitMethodReference::new,
            AsyncReturnType::new,
            AsyncOnAbstractOrNative::new);

    private Checks() {}

    /**
     * Runs all rules over a class and those inside it.
     *
     * @param type a class at the top of its file
     * @param source what is known of the compilation, and who wants to hear of what is found
     */
    public static void run(TreePath type, Source source) {
        RULES.forEach(rule -> rule.apply(source).scan(type, null));
    }
}
