// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** Status codes with their reasons. */
final class Status {
    /** Made once for each status; which thread has made one does not matter. */
    private static final @Nullable String[] LINES = new @Nullable String[600];

    private Status() {}

    /** Such as {@code 404 Not Found}. */
    static String line(int status) {
        if (status < 0 || status >= LINES.length) {
            return HttpResponseStatus.valueOf(status).toString();
        }
        String made = LINES[status];
        if (made == null) {
            made = HttpResponseStatus.valueOf(status).toString();
            LINES[status] = made;
        }
        return made;
    }
}
