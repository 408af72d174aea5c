// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** A rule for awaits in a method that is not async. */
final class AwaitOutsideAsync extends AwaitRule {
    AwaitOutsideAsync(Source source) {
        super(Diagnostic.AWAIT_OUTSIDE_ASYNC, source);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.kind() == Enclosing.Kind.METHOD && !enclosing.isAsync() && !enclosing.isMarked();
    }

    /** The first await of many is written there. */
    @Override
    String detail(Enclosing enclosing) {
        if (!(source.trees().getElement(enclosing.path()) instanceof ExecutableElement method)) {
            return "";
        }
        return isMain(method) ? Diagnostic.IN_MAIN : Source.isTest(method) ? Diagnostic.IN_TEST : "";
    }

    private boolean isMain(ExecutableElement method) {
        return method.getSimpleName().contentEquals("main")
                && method.getReturnType().getKind() == TypeKind.VOID
                && method.getParameters().size() <= 1
                && method.getParameters().stream().allMatch(parameter -> isTexts(parameter.asType()));
    }

    private boolean isTexts(TypeMirror type) {
        return type instanceof ArrayType array && source.isBelow(array.getComponentType(), "java.lang.String");
    }
}
