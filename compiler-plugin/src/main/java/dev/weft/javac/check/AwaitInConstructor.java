// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;

/** A rule for awaits in a constructor, or in what javac copies into each. */
final class AwaitInConstructor extends AwaitRule {
    AwaitInConstructor(Source source) {
        super(Diagnostic.AWAIT_IN_CONSTRUCTOR, source);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.kind() == Enclosing.Kind.CONSTRUCTOR || enclosing.kind() == Enclosing.Kind.INITIALIZER;
    }
}
