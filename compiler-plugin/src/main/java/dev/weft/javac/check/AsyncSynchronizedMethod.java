// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/** A rule for async methods that hold a monitor from their beginning to their end. */
final class AsyncSynchronizedMethod extends MarkedMethodRule {
    AsyncSynchronizedMethod(Source source) {
        super(Diagnostic.ASYNC_SYNCHRONIZED_METHOD, source);
    }

    @Override
    boolean forbids(MethodTree method, ExecutableElement element, boolean returnsResult) {
        return returnsResult
                && method.getBody() != null
                && element.getModifiers().contains(Modifier.SYNCHRONIZED);
    }
}
