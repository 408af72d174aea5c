// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A report that tests can read. */
final class Reported {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final Report report = new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    /** All that was reported so far. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
