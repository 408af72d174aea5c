// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;

/** An await in a method that is not async. */
final class AwaitOutsideAsync extends AwaitRule {
    AwaitOutsideAsync(Source source) {
        super(Diagnostic.AWAIT_OUTSIDE_ASYNC, source);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.kind() == Enclosing.Kind.METHOD && !enclosing.isAsync() && !enclosing.isMarked();
    }
}
