// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** An async method that returns neither a task nor a stage. */
final class AsyncReturnType extends Rule {
    AsyncReturnType(Source source) {
        super(Diagnostic.ASYNC_RETURN_TYPE, source);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement element
                && Source.isMarked(element)
                && !source.isTaskOrStage(element.getReturnType())) {
            report();
        }
        return super.visitMethod(method, null);
    }
}
