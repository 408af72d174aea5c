// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.flow.Flow;
import dev.weft.javac.check.source.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A rule for the order in which things happen: it follows each method and lambda that has anything of interest. */
abstract class FlowRule extends Rule {
    private boolean isOfInterest;

    /** Of the methods and lambdas around, the innermost first. */
    private final Deque<Boolean> outer = new ArrayDeque<>();

    FlowRule(Diagnostic diagnostic, Source source) {
        super(diagnostic, source);
    }

    /** Makes what follows it. */
    abstract Flow flow(TreePath body);

    /** Called during a visit: the method or lambda around is worth following. */
    final void follow() {
        isOfInterest = true;
    }

    @Override
    void begin(TreePath member) {
        isOfInterest = false;
        outer.clear();
    }

    /** Called by the walk when it comes to a method or lambda. */
    final void enter() {
        outer.push(isOfInterest);
        isOfInterest = false;
    }

    /** Called by the walk when it has come to the end of one. */
    final void leave(TreePath function, @Nullable Tree body) {
        if (isOfInterest && body != null) {
            try {
                flow(new TreePath(function, body)).run();
            } catch (Throwable failure) {
                giveUp(failure);
            }
        }
        isOfInterest = outer.pop();
    }
}
