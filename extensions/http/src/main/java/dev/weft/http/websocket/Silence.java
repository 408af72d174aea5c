// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import static dev.weft.Weft.sleep;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether the peer has said anything, asks it if not, and takes it for lost when it says nothing to that. A timer and no
 * limit of each read, so that what is said costs nothing. Loop thread only.
 */
final class Silence {
    private final Duration pause;
    private final Sender sender;
    private final Consumer<String> lost;
    private final Waiter look = this::look;

    /** How long the peer has for its last word, whatever else it sends; null as long as nobody wants that. */
    private @Nullable Duration last;

    /** Null while nobody looks. */
    private @Nullable Awaitable<Void> timer;

    private boolean isHeard;
    private boolean isAsked;

    /** Whether it is the peer that is waited for, and not somebody who takes what it has said. */
    private boolean isPeersTurn;

    /**
     * Makes one that has not begun.
     *
     * @param pause zero if nobody is to look
     * @param lost closes the connection; is given what the peer has not done
     */
    Silence(Duration pause, Sender sender, Consumer<String> lost) {
        this.pause = pause;
        this.sender = sender;
        this.lost = lost;
    }

    void begin() {
        Duration wait = last == null ? pause : last;
        if (!wait.isZero() && timer == null) {
            Awaitable<Void> next = sleep(wait);
            timer = next;
            next.subscribe(look);
        }
    }

    void end() {
        Awaitable<Void> last = timer;
        timer = null;
        if (last != null) {
            last.withdraw(look);
        }
    }

    /** The peer was told that this is the end, and has as long as this to say so, too; what nobody receives does not count. */
    void endsWithin(Duration limit) {
        end();
        last = limit;
        begin();
    }

    void isPeersTurn(boolean whether) {
        isPeersTurn = whether;
    }

    void heard() {
        isHeard = true;
    }

    private void look() {
        timer = null;
        boolean isSilent = isPeersTurn && !isHeard;
        if (last != null && isPeersTurn) {
            lost.accept("has not answered the end within " + last + "; see closeLimit");
        } else if (isSilent && isAsked) {
            lost.accept("has said nothing for " + pause + ", though it was asked; see pingEvery");
        } else {
            isAsked = isSilent;
            isHeard = false;
            if (isSilent) {
                ask();
            }
            begin();
        }
    }

    private void ask() {
        try {
            sender.control(Frame.PING, new byte[0]);
        } catch (IOException gone) { // which the read is told, too
            isAsked = true;
        }
    }
}
