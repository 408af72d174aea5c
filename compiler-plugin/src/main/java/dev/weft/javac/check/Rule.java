// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.util.TreePathScanner;
import dev.weft.diagnostic.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Looks for one mistake in a class. */
abstract class Rule extends TreePathScanner<@Nullable Void, @Nullable Void> {
    final Source source;

    private final Diagnostic diagnostic;

    Rule(Diagnostic diagnostic, Source source) {
        this.diagnostic = diagnostic;
        this.source = source;
    }

    /** Reports the tree that is being visited. */
    final void report() {
        report("");
    }

    /** Reports the tree that is being visited, and what is special there. */
    final void report(String detail) {
        source.sink().found(diagnostic, getCurrentPath(), detail);
    }
}
