// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.ContextKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private static final ContextKey<String> USER = ContextKey.named("user");
    private static final ContextKey<Integer> DEPTH = ContextKey.named("depth");
    private static final ContextKey<Integer> OTHER = ContextKey.named("other");

    @Test
    void aKeyThatIsBoundAgainTakesThePlaceOfItsOldBinding() {
        Bindings bindings = Bindings.with(Bindings.with(null, OTHER, 1), USER, "ann");
        for (int i = 0; i < 1000; i++) {
            bindings = Bindings.with(bindings, DEPTH, i);
        }
        assertEquals(3, String.valueOf(bindings).split(", ").length, bindings::toString);
        assertEquals(999, Bindings.find(bindings, DEPTH));
        assertEquals("ann", Bindings.find(bindings, USER));
        assertEquals(1, Bindings.find(bindings, OTHER));
    }

    @Test
    void theOuterBindingsStayAsTheyWere() {
        @Nullable Bindings outer = Bindings.with(null, USER, "ann");
        Bindings inner = Bindings.with(outer, USER, "bob");
        assertEquals("ann", Bindings.find(outer, USER));
        assertEquals("bob", Bindings.find(inner, USER));
        assertNull(Bindings.find(inner, DEPTH));
        assertNull(Bindings.find(null, USER));
    }
}
