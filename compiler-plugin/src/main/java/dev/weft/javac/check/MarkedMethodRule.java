// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MethodTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** A rule for the declarations of methods that are marked. As in the weaver, a wrong return type comes before all else. */
abstract class MarkedMethodRule extends Rule {
    MarkedMethodRule(Diagnostic diagnostic, Source source) {
        super(diagnostic, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.MARKED_METHOD);
    }

    /** Whether a marked method may not be declared like this. */
    abstract boolean forbids(MethodTree method, ExecutableElement element, boolean returnsResult);

    /** What is special about a method; empty if nothing is. */
    String detail(ExecutableElement element) {
        return "";
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        if (source.trees().getElement(getCurrentPath()) instanceof ExecutableElement element
                && forbids(method, element, source.mayBeAsync(element))) {
            report(getCurrentPath(), detail(element));
        }
        return null;
    }
}
