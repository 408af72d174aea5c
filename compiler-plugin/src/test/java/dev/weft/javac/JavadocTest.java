// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.FullRun;
import dev.weft.support.Javadoc;
import dev.weft.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build makes the documentation with its own JDK, and fails where that warns. */
class JavadocTest {
    @TempDir
    private Path folder;

    @Test
    @FullRun
    void theOtherJdkHasNothingToSayOfTheDocumentation() throws Exception {
        assertEquals(List.of(), Javadoc.complaints(Jdks.requireOther(), folder));
    }
}
