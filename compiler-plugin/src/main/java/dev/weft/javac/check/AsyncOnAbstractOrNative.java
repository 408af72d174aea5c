// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;

/** A rule for async methods that have no body. */
final class AsyncOnAbstractOrNative extends MarkedMethodRule {
    AsyncOnAbstractOrNative(Source source) {
        super(Diagnostic.ASYNC_ON_ABSTRACT_OR_NATIVE, source);
    }

    @Override
    boolean forbids(MethodTree method, ExecutableElement element, boolean returnsResult) {
        return returnsResult && method.getBody() == null;
    }
}
