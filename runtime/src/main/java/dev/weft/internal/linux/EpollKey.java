// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.nio.channels.SelectableChannel;

/** A channel that an {@link EpollSelector} watches. */
final class EpollKey extends SystemKey {
    /** What the system was told. */
    private byte told;

    EpollKey(EpollSelector selector, SelectableChannel channel, int descriptor, int interest) {
        super(selector, channel, descriptor, interest);
    }

    /** Tells the system what is wanted; false if it has no memory for that now. */
    boolean isTold() {
        int wanted = wanted();
        if (wanted != told) {
            int operation = told == 0 ? EpollSelector.ADD : wanted == 0 ? EpollSelector.DELETE : EpollSelector.MODIFY;
            int error = ((EpollSelector) selector()).control(operation, descriptor, events(wanted));
            if (Errors.isShortage(error)) {
                return false;
            }
            told = (byte) wanted; // another error is one of the descriptor, which whoever uses it meets
        }
        isChanged = false;
        return true;
    }
}
