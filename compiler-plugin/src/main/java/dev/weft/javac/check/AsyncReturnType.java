// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import javax.lang.model.element.ExecutableElement;

/** An async method that returns neither a task nor a stage. */
final class AsyncReturnType extends MarkedMethodRule {
    AsyncReturnType(Source source) {
        super(Diagnostic.ASYNC_RETURN_TYPE, source);
    }

    @Override
    boolean forbids(MethodTree method, ExecutableElement element, boolean returnsTaskOrStage) {
        return !returnsTaskOrStage;
    }
}
