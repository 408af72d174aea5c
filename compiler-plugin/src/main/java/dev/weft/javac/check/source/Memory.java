// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.source;

import com.sun.source.tree.LambdaExpressionTree;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;

/** What a compilation remembers of its sources, so that nothing in a method is searched for again for each thing in it. */
public final class Memory {
    private final Map<LambdaExpressionTree, Boolean> asyncLambdas = new WeakHashMap<>();
    private long visits;

    /** Remembers nothing yet. */
    public Memory() {}

    boolean isAsync(LambdaExpressionTree lambda, BooleanSupplier answer) {
        Boolean known = asyncLambdas.get(lambda);
        if (known == null) {
            known = answer.getAsBoolean();
            asyncLambdas.put(lambda, known);
        }
        return known;
    }

    void visited() {
        visits++;
    }

    /**
     * Returns how much work this was.
     *
     * @return how many times a piece of source has been visited
     */
    public long visits() {
        return visits;
    }
}
