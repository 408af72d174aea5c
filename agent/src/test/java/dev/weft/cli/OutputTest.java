// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.cli.process.Targets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of an answer that cannot be written. */
class OutputTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(OutputStream to) {
        Output out = Output.to(to);
        Session session =
                new Session(out, new PrintStream(err, true, UTF_8), false, Targets.ofThisMachine("", note -> {}));
        return Main.run(List.of("help"), session, out);
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException(why);
            }
        };
    }

    @Test
    void aFullDiskIsSaidAndHasItsStatus() {
        assertEquals(2, run(failing("No space left on device")));
        assertEquals(
                "[weft] not all of the output could be written: No space left on device\n",
                err.toString(UTF_8).replace("\r", ""));
    }

    @Test
    void aReaderWhoHasSeenEnoughIsNoFailure() {
        assertEquals(0, run(failing("Broken pipe")));
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void allIsWritten() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, run(out));
        assertEquals(Usage.all(false), out.toString(UTF_8));
    }
}
