// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

/** Looks for a separator in the bytes that a stream holds, through which it goes once however often more of them come. */
final class Search {
    final byte[] separator;

    /** How many of the bytes that are held have been searched for the start of a separator, and which ones these were. */
    private int searched;

    private int seenPutBacks;

    Search(byte[] separator) {
        this.separator = separator;
    }

    /** Returns where the first separator ends, as a number of bytes, if that is within {@code max}; else -1. */
    int endWithin(HeldBytes held, int max) {
        if (seenPutBacks != held.putBacks) { // other bytes come first now
            seenPutBacks = held.putBacks;
            searched = 0;
        }
        int end = held.endOf(separator, searched);
        if (end >= 0 && end <= max) {
            return end;
        }
        searched = Math.max(0, held.size() - separator.length + 1);
        return -1;
    }
}
