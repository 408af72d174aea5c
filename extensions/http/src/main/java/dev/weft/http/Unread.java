// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.sleep;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The responses of one host that nobody reads just now, of which those that lie for too long give their places back. Loop thread only. */
final class Unread {
    private final EventLoop loop;
    private final Duration limit;

    /** The one that lies longest goes first. */
    private final Set<ClientCall> lying = new LinkedHashSet<>();

    private final Waiter look = this::look;

    /** Set while something may lie. */
    private @Nullable Awaitable<Void> timer;

    Unread(EventLoop loop, Duration limit) {
        this.loop = loop;
        this.limit = limit;
    }

    /** The head of a response has come, or a read of it is over, and the next one is its reader's to begin. */
    void add(ClientCall call) {
        call.lyingSince = loop.nanoTime();
        lying.add(call);
        if (timer == null) {
            lookAfter(limit.toNanos());
        }
    }

    /** It is read, or it is over. */
    void remove(ClientCall call) {
        lying.remove(call);
    }

    private void lookAfter(long nanos) {
        Awaitable<Void> next = sleep(Duration.ofNanos(nanos));
        timer = next;
        next.subscribe(look);
    }

    private void look() {
        timer = null;
        long now = loop.nanoTime();
        for (Iterator<ClientCall> each = lying.iterator(); each.hasNext(); ) {
            ClientCall longest = each.next();
            long left = longest.lyingSince + limit.toNanos() - now;
            if (left > 0) {
                lookAfter(left);
                return;
            }
            each.remove();
            longest.liesTooLong();
        }
    }
}
