// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;

/**
 * Calls that tell Mockito which call is meant, as in {@code verify(store).save(order)} and {@code doReturn(task).when(store).save(order)}:
 * they run nothing, and what they return is nobody's.
 */
final class MockCalls {
    private static final String MOCKITO = "org.mockito.";

    private final Source source;

    MockCalls(Source source) {
        this.source = source;
    }

    /** Whether a call is made on what a method of Mockito has returned. */
    boolean isOne(TreePath call) {
        return call.getLeaf() instanceof MethodInvocationTree invocation
                && invocation.getMethodSelect() instanceof MemberSelectTree select
                && isOfMockito(new TreePath(new TreePath(call, select), select.getExpression()));
    }

    /** Whether a function is an argument of a method of Mockito, which calls it only to learn what it calls. */
    boolean isGivenTo(TreePath function) {
        return isOfMockito(function.getParentPath());
    }

    private boolean isOfMockito(TreePath path) {
        return path.getLeaf() instanceof MethodInvocationTree
                && source.trees().getElement(path) instanceof ExecutableElement method
                && Source.ownerOf(method).startsWith(MOCKITO);
    }
}
