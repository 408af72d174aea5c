// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.door.SocketFolder.NotOursException;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The socket of this program, if it can have one, which leaves no file when the program ends. It stays open while shutdown hooks run, for
 * that is where programs hang which are told to end: so there is no hook that closes it, and the JVM removes the file after them. One thread.
 */
final class SocketAtExit {
    /** The system property that says why there is no socket. */
    static final String FAILURE = "weft.debug.socket.failure";

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private @Nullable SocketDoor door;

    /** Opens the socket, or says why there is none. Returns false if the program ends just now. */
    boolean open(SocketFolder folder, Resources resources) {
        try {
            door = SocketDoor.open(folder, ProcessHandle.current().pid(), resources, Limits.STANDARD);
            door.file.path.toFile().deleteOnExit();
            door.removeStale(pid -> ProcessHandle.of(pid).isPresent());
        } catch (IllegalStateException ending) {
            return false;
        } catch (NotOursException refused) {
            System.setProperty(FAILURE, String.valueOf(refused.getMessage()));
            Reports.warning(
                    "There is no socket to look into this program: " + refused.getMessage()
                            + ". Remove that, or switch the socket off: -Dweft.debug=off",
                    null);
        } catch (
                Throwable
                        absent) { // such as a folder that is read-only, or a system without such sockets: no reason to
            // say so in production
            System.setProperty(FAILURE, Fence.textOf(absent));
            Doors.log("There is no socket to look into this program", absent);
        }
        return true;
    }

    /** Serves clients until it is that late. What fails, as where there are no file descriptors, is tried again after a rest. */
    void passUntil(long end) {
        SocketDoor present = door;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                if (present == null) {
                    LockSupport.parkNanos(left);
                } else {
                    present.pass(TimeUnit.NANOSECONDS.toMillis(left));
                }
            } catch (ClosedSelectorException ending) {
                present = null;
            } catch (Throwable lacking) {
                LockSupport.parkNanos(Math.min(left, REST_NANOS));
            }
        }
    }

    /** Closes the socket while the program goes on. */
    void close() {
        SocketDoor open = door;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                Doors.log("The socket to look into this program was not removed", failed);
            }
        }
    }
}
