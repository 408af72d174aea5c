// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodInvocationTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule for awaits, or for emits, which looks at the code around each. */
abstract class AwaitRule extends Rule {
    AwaitRule(Diagnostic diagnostic, Source source) {
        super(diagnostic, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.AWAIT);
    }

    /** Whether such a call may not stand in this code. */
    abstract boolean forbids(Enclosing enclosing);

    /** What is special about this code; empty if nothing is. */
    String detail(Enclosing enclosing) {
        return "";
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        Enclosing enclosing = Enclosing.of(getCurrentPath(), source);
        if (forbids(enclosing)) {
            report(getCurrentPath(), detail(enclosing));
        }
        return null;
    }
}
