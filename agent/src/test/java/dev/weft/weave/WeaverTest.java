// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.weft.Async;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

class WeaverTest {
    @Test
    void keepsTheNameOfTheClass() throws IOException {
        try (InputStream classFile = Async.class.getResourceAsStream("Async.class")) {
            assertNotNull(classFile);
            byte[] woven = new Weaver().weave(classFile.readAllBytes());
            assertEquals("dev/weft/Async", new ClassReader(woven).getClassName());
        }
    }
}
