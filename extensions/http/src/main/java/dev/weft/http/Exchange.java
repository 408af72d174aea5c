// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;
import java.io.IOException;

/** What a body knows of the connection that it comes over. Loop thread only. */
abstract class Exchange {
    final Input input;

    /** Who sends the body, as a word for messages. */
    final String sender;

    Exchange(Input input, String sender) {
        this.input = input;
        this.sender = sender;
    }

    /** Tells the sender that it may send its body, if it waits for that. */
    abstract Task<Void> continues() throws IOException;

    /** Whether the sender waits for that. */
    abstract boolean isExpected();

    /** Some of the body has come, or its end. */
    abstract void progresses(boolean isOver);
}
