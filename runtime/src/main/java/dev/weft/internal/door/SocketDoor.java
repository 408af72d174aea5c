// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.internal.door.SocketFolder.NotOursException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers clients of the Unix socket. One thread calls {@link #pass}: it takes in clients and reads their requests, and waits for none of
 * them. {@link Answering} makes the answers.
 */
final class SocketDoor implements AutoCloseable {
    /** The system property with the path of the socket, or with several where several runtimes are in the process. */
    static final String PROPERTY = "weft.debug.socket";

    /** As many clients as are taken in before the requests of others are read. */
    private static final int MOST_AT_ONCE = 16;

    final SocketFile file;
    private final Resources resources;
    private final Limits limits;
    private final Peers peers;
    private final Selector selector;
    private final Answering answering;

    /** Those whose requests have not ended, the oldest first. */
    private final Map<Visitor, @Nullable SelectionKey> reading = new LinkedHashMap<>();

    private SocketDoor(SocketFile file, Resources resources, Limits limits) throws IOException {
        this.file = file;
        this.resources = resources;
        this.limits = limits;
        this.peers = new Peers(file.path, file.owner);
        this.answering = new Answering(limits);
        this.selector = Selector.open();
        file.channel.configureBlocking(false);
        file.channel.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Opens the socket of a process, and says where it is.
     *
     * @throws NotOursException if the folder is not that of the user
     * @throws IOException if there are no such sockets here, or no place for one
     */
    static SocketDoor open(SocketFolder folder, long pid, Resources resources, Limits limits) throws IOException {
        SocketFile file = SocketFile.open(folder, pid);
        try {
            SocketDoor door = new SocketDoor(file, resources, limits);
            System.getProperties().merge(PROPERTY, file.path.toString(), SocketDoor::both);
            return door;
        } catch (Throwable failed) {
            file.close();
            throw failed;
        }
    }

    private static Object both(Object others, Object own) {
        return others + File.pathSeparator + own;
    }

    /** Removes what dead processes have left in the folder. */
    void removeStale(LongPredicate isAlive) throws IOException {
        file.removeStale(isAlive);
    }

    /** Waits for something to do, and does it. Returns when the time is over at the latest. */
    void pass(long millis) throws IOException {
        selector.select(Math.max(1, Math.min(millis, untilLate())));
        List<SelectionKey> selected = new ArrayList<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey key : selected) {
            if (key.attachment() instanceof Visitor visitor) {
                read(visitor);
            }
        }
        if (selected.stream().anyMatch(key -> key.channel() == file.channel)) {
            takeIn();
        }
        letGoOfLateOnes();
    }

    private long untilLate() {
        Iterator<Visitor> oldest = reading.keySet().iterator();
        return oldest.hasNext() ? oldest.next().millisLeft() : Long.MAX_VALUE;
    }

    private void letGoOfLateOnes() {
        for (Visitor visitor : List.copyOf(reading.keySet())) {
            Supplier<Answer> late = visitor.late();
            if (late == null) {
                return; // those behind have come later
            }
            answer(visitor, late);
        }
    }

    private void takeIn() throws IOException {
        for (int taken = 0; taken < MOST_AT_ONCE; taken++) {
            SocketChannel client = file.channel.accept();
            if (client == null) {
                return;
            }
            Visitor visitor = new Visitor(client, limits);
            try {
                client.configureBlocking(false);
                admit(visitor, client);
            } catch (IOException gone) {
                leave(visitor);
            }
        }
    }

    private void admit(Visitor visitor, SocketChannel client) throws IOException {
        String refusal = peers.refusal(client);
        if (refusal != null) {
            answer(visitor, Visitor.refusal(403, refusal));
            return;
        }
        if (reading.size() >= limits.visitors()) {
            leave(reading.keySet().iterator().next());
        }
        reading.put(visitor, client.register(selector, SelectionKey.OP_READ, visitor));
        read(visitor);
    }

    private void read(Visitor visitor) {
        try {
            Supplier<Answer> making = visitor.read(resources);
            if (making != null) {
                answer(visitor, making);
            }
        } catch (IOException gone) {
            leave(visitor);
        }
    }

    private void answer(Visitor visitor, Supplier<Answer> making) {
        SelectionKey key = reading.remove(visitor);
        if (key != null) {
            key.cancel();
        }
        answering.answer(visitor, making);
    }

    private void leave(Visitor visitor) {
        reading.remove(visitor);
        visitor.close();
    }

    /** Closes the socket and removes its file. Any thread. */
    @Override
    public void close() throws IOException {
        System.getProperties().computeIfPresent(PROPERTY, (name, paths) -> without(file.path.toString(), paths));
        answering.close();
        file.close();
        selector.close();
    }

    private static @Nullable Object without(String own, Object paths) {
        List<String> others = new ArrayList<>(List.of(paths.toString().split(File.pathSeparator)));
        others.remove(own);
        return others.isEmpty() ? null : String.join(File.pathSeparator, others);
    }
}
