// SPDX-License-Identifier: Apache-2.0
package com.example.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.CancelSafety;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** As the test of the runtime's name, of all extensions. */
class CancelSafetyTest {
    @Test
    void eachOperationSaysWhetherItIsCancelSafeAndSoDoesItsComment() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> extensions = modules.map(module -> module.resolve(Path.of("src", "main", "java")))
                    .filter(Files::isDirectory)
                    .toList();
            assertTrue(extensions.size() >= 3, extensions.toString());
            assertEquals(List.of(), CancelSafety.complaints(extensions));
        }
    }
}
