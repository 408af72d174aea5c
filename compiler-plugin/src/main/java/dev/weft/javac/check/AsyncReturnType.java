// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;

/** A rule for async methods that return no task, stage or generator, unless they return nothing and JUnit calls them. */
final class AsyncReturnType extends MarkedMethodRule {
    AsyncReturnType(Source source) {
        super(Diagnostic.ASYNC_RETURN_TYPE, source);
    }

    @Override
    boolean forbids(MethodTree method, ExecutableElement element, boolean returnsResult) {
        return !returnsResult;
    }

    @Override
    String detail(ExecutableElement element) {
        boolean isVoidTest = element.getReturnType().getKind() == TypeKind.VOID && Source.isTest(element);
        return isVoidTest ? Diagnostic.PRIVATE_TEST : ""; // or it were allowed
    }
}
