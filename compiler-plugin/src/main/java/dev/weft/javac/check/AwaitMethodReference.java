// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberReferenceTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import org.jspecify.annotations.Nullable;

/** A rule for references to await: the code that calls one could not suspend. */
final class AwaitMethodReference extends Rule {
    AwaitMethodReference(Source source) {
        super(Diagnostic.AWAIT_METHOD_REFERENCE, source);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        if (source.isAwait(getCurrentPath())) {
            report();
        }
        return super.visitMemberReference(reference, null);
    }
}
