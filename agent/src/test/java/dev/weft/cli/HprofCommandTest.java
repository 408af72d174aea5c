// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HprofCommandTest {
    private final CommandRun weft = new CommandRun();

    @Test
    void refusesWhatIsNoHeapDumpWithWhatItIs(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no heap");
        assertEquals(2, weft.run("hprof", text.toString()));
        assertTrue(weft.err().contains(text + " is not a heap dump"), weft.err());
        assertEquals("", weft.out());
        weft.forget();
        assertEquals(2, weft.run("hprof", folder.resolve("none").toString()));
        assertTrue(weft.err().contains("There is no file "), weft.err());
    }
}
