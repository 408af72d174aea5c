// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

/**
 * How much of the program clients of the socket can take.
 *
 * @param visitors how many may be in the middle of a request; the one that has been for longest makes room for one more
 * @param threads how many answers are made at a time; further requests wait
 * @param requestMillis how long a request may take to come
 * @param answerMillis how long a client may read nothing of its answer
 */
record Limits(int visitors, int threads, long requestMillis, long answerMillis) {
    static final Limits STANDARD = new Limits(64, 4, 5_000, 5_000);
}
