// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.sleep;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The responses of one host that nobody reads just now, of which those that lie for too long give their places back. A list through the calls
 * themselves, for each is put in and taken out with each read of it. Loop thread only.
 */
final class Unread {
    private final EventLoop loop;
    private final Duration limit;

    /** The one that lies longest; null if none does. */
    private @Nullable ClientCall longest;

    private @Nullable ClientCall latest;

    private final Waiter look = this::look;

    /** Set while something may lie. */
    private @Nullable Awaitable<Void> timer;

    Unread(EventLoop loop, Duration limit) {
        this.loop = loop;
        this.limit = limit;
    }

    /** The head of a response has come, or a read of it is over, and the next one is its reader's to begin. */
    void add(ClientCall call) {
        remove(call);
        call.lyingSince = loop.nanoTime();
        call.isLying = true;
        call.lyingLonger = latest;
        if (latest == null) {
            longest = call;
        } else {
            latest.lyingLess = call;
        }
        latest = call;
        if (timer == null) {
            lookAfter(limit.toNanos());
        }
    }

    /** It is read, or it is over. */
    void remove(ClientCall call) {
        if (!call.isLying) {
            return;
        }
        ClientCall before = call.lyingLonger;
        ClientCall behind = call.lyingLess;
        if (before == null) {
            longest = behind;
        } else {
            before.lyingLess = behind;
        }
        if (behind == null) {
            latest = before;
        } else {
            behind.lyingLonger = before;
        }
        call.isLying = false;
        call.lyingLonger = null;
        call.lyingLess = null;
    }

    private void lookAfter(long nanos) {
        Awaitable<Void> next = sleep(Duration.ofNanos(nanos));
        timer = next;
        next.subscribe(look);
    }

    private void look() {
        timer = null;
        long now = loop.nanoTime();
        for (ClientCall first = longest; first != null; first = longest) {
            long left = first.lyingSince + limit.toNanos() - now;
            if (left > 0) {
                lookAfter(left);
                return;
            }
            remove(first);
            first.liesTooLong();
        }
    }
}
