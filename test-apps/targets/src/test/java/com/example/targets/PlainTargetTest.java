// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Holds off (docs/weaving-limits.md): Weaving twice, odd classes. */
class PlainTargetTest {
    @Test
    void runsUnderTheAgent() {
        assertEquals(1, PlainTarget.size());
    }

    @Test
    void isLeftAsItIsByTheShadedWeaver() throws IOException {
        try (InputStream classFile = PlainTarget.class.getResourceAsStream("PlainTarget.class")) {
            assertNotNull(classFile);
            assertNull(Weaver.weave(classFile.readAllBytes()).classFile());
        }
    }
}
