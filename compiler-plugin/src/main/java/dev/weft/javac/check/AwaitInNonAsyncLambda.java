// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;

/** A rule for awaits in a lambda that returns no task or stage. */
final class AwaitInNonAsyncLambda extends AwaitRule {
    AwaitInNonAsyncLambda(Source source) {
        super(Diagnostic.AWAIT_IN_NON_ASYNC_LAMBDA, source);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.kind() == Enclosing.Kind.LAMBDA && !enclosing.isAsync();
    }
}
