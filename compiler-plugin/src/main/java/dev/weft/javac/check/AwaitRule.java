// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import org.jspecify.annotations.Nullable;

/** A rule for awaits, or for emits, which looks at the code around each. */
abstract class AwaitRule extends Rule {
    AwaitRule(Diagnostic diagnostic, Source source) {
        super(diagnostic, source);
    }

    /** Whether the rule is about a call. */
    boolean concerns(TreePath call) {
        return source.isAwait(call);
    }

    /** Whether such a call may not stand in this code. */
    abstract boolean forbids(Enclosing enclosing);

    /** What is special about this code; empty if nothing is. */
    String detail(Enclosing enclosing) {
        return "";
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        if (concerns(getCurrentPath())) {
            Enclosing enclosing = Enclosing.of(getCurrentPath(), source);
            if (forbids(enclosing)) {
                report(getCurrentPath(), detail(enclosing));
            }
        }
        return super.visitMethodInvocation(call, null);
    }
}
