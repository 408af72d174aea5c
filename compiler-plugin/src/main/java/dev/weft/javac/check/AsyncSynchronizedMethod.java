// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** An async method that holds a monitor from its beginning to its end. */
final class AsyncSynchronizedMethod extends Rule {
    AsyncSynchronizedMethod(Source source) {
        super(Diagnostic.ASYNC_SYNCHRONIZED_METHOD, source);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement element
                && Source.isMarked(element)
                && element.getModifiers().contains(Modifier.SYNCHRONIZED)) {
            report();
        }
        return super.visitMethod(method, null);
    }
}
