// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;

/** A rule for async methods whose result is a task that has not run: who awaits the method has still to await that. */
final class TaskOfTask extends MarkedMethodRule {
    TaskOfTask(Source source) {
        super(Diagnostic.TASK_OF_TASK, source);
    }

    @Override
    boolean forbids(MethodTree method, ExecutableElement element, boolean returnsResult) {
        return returnsResult
                && !source.isGenerator(element.getReturnType())
                && element.getReturnType() instanceof DeclaredType type
                && type.getTypeArguments().stream()
                        .anyMatch(result -> result instanceof DeclaredType && source.isTask(result));
    }
}
