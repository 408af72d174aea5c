// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** An async method that has no body. */
final class AsyncOnAbstractOrNative extends Rule {
    AsyncOnAbstractOrNative(Source source) {
        super(Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, source);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement element
                && Source.isMarked(element)
                && method.getBody() == null) {
            report();
        }
        return super.visitMethod(method, null);
    }
}
