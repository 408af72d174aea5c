// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/**
 * The head of a response as it came.
 *
 * @param status 100 to 999
 * @param headers the header fields
 * @param persists whether the server has the connection go on behind it
 */
record ResponseHead(int status, HttpHeaders headers, boolean persists) {
    boolean isInterim() {
        return status < 200 && status != 101;
    }
}
