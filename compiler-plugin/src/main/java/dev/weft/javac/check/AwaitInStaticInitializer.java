// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.javac.check.source.Enclosing;
import dev.weft.javac.check.source.Source;

/** A rule for awaits that would run while the JVM initialises the class. */
final class AwaitInStaticInitializer extends AwaitRule {
    AwaitInStaticInitializer(Source source) {
        super(Diagnostic.AWAIT_IN_STATIC_INITIALIZER, source);
    }

    @Override
    boolean forbids(Enclosing enclosing) {
        return enclosing.kind() == Enclosing.Kind.STATIC_INITIALIZER;
    }
}
