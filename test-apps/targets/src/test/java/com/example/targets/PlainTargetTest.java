// SPDX-License-Identifier: Apache-2.0
package com.example.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.agent.WeftAgent;
import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PlainTargetTest {
    @Test
    void runsUnderTheAgent() {
        assertTrue(WeftAgent.isStarted());
        assertEquals(1, PlainTarget.size());
    }

    @Test
    void canBeWovenWithTheShadedWeaver() throws IOException {
        try (InputStream classFile = PlainTarget.class.getResourceAsStream("PlainTarget.class")) {
            assertNotNull(classFile);
            byte[] woven = new Weaver().weave(classFile.readAllBytes());
            assertEquals(0xCAFEBABE, ByteBuffer.wrap(woven).getInt());
        }
    }
}
