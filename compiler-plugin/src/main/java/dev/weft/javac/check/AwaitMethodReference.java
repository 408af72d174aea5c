// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberReferenceTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule for references to await: the code that calls one could not suspend. */
final class AwaitMethodReference extends Rule {
    AwaitMethodReference(Source source) {
        super(Diagnostic.AWAIT_METHOD_REFERENCE, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.AWAIT);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        report();
        return null;
    }
}
