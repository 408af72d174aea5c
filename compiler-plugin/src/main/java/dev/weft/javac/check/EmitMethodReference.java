// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import com.sun.source.tree.MemberReferenceTree;
import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Source;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule for references to emit: the code that calls one could not suspend. */
final class EmitMethodReference extends Rule {
    EmitMethodReference(Source source) {
        super(Diagnostic.EMIT_METHOD_REFERENCE, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.EMIT);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void unused) {
        report();
        return null;
    }
}
