// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

/**
 * How {@code struct epoll_event} lies in memory: packed on x86, aligned elsewhere.
 *
 * @param size of one, in bytes
 * @param data where the number lies that the program has given, behind the bits
 */
record EventLayout(int size, int data) {
    static final EventLayout HERE =
            System.getProperty("os.arch").equals("amd64") ? new EventLayout(12, 4) : new EventLayout(16, 8);
}
