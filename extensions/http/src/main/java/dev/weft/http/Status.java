// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Status codes with their reasons. */
final class Status {
    private Status() {}

    /** Such as {@code 404 Not Found}. */
    static String line(int status) {
        return HttpResponseStatus.valueOf(status).toString();
    }
}
