// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.GeneratorDetails;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;
import java.util.Set;

/** A rule for emits in code that is no generator. */
final class EmitOutsideGenerator extends AwaitRule {
    EmitOutsideGenerator(Source source) {
        super(Diagnostic.EMIT_OUTSIDE_GENERATOR, source);
    }

    @Override
    Set<Seen> sees() {
        return Set.of(Seen.EMIT);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.generated(source) == null;
    }

    @Override
    String detail(Enclosing enclosing) {
        boolean isUnmarked = enclosing.kind() == Enclosing.Kind.METHOD && !enclosing.isMarked();
        return isUnmarked && source.isGenerator(enclosing.returned(source)) ? GeneratorDetails.NOT_MARKED : "";
    }
}
