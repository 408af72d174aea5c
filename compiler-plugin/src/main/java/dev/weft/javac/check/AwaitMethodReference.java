// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberReferenceTree;
import dev.weft.diagnostic.Diagnostic;
import org.jspecify.annotations.Nullable;

/** A reference to await, which the code that calls it could not suspend in. */
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
