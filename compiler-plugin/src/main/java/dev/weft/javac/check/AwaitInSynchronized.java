// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.GeneratorDetails;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule for awaits and emits in a synchronized block of an async method, and for a return there of a task that would have to run first. */
final class AwaitInSynchronized extends AwaitRule {
    AwaitInSynchronized(Source source) {
        super(Diagnostic.AWAIT_IN_SYNCHRONIZED, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.AWAIT, Seen.EMIT, Seen.RETURN);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.isAsync() && enclosing.holdsMonitor();
    }

    @Override
    String detail(Enclosing enclosing) {
        return source.isEmit(getCurrentPath()) ? GeneratorDetails.EMIT_SUSPENDS : "";
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree exit, @Nullable Void unused) {
        if (exit.getExpression() != null
                && source.makesColdTask(new TreePath(getCurrentPath(), exit.getExpression()))
                && forbids(Enclosing.of(getCurrentPath(), source))) {
            report(getCurrentPath(), Diagnostic.RETURN_AWAITS);
        }
        return null;
    }
}
