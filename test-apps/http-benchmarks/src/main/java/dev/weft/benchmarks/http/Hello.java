// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.http;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What all servers answer. */
final class Hello {
    static final String TEXT = "Hello, World!";

    static final String HOST = "127.0.0.1";

    static final int BACKLOG = 4096;

    private Hello() {}

    /** The value of the field {@code Date}, for servers that leave it to their user. */
    static String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    /** The benchmark waits for this line. */
    static void sayReady() {
        System.out.println("ready");
    }
}
