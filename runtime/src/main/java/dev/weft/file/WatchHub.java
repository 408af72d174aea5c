// SPDX-License-Identifier: Apache-2.0
package dev.weft.file;

import dev.weft.spi.Reports;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who watches the directories of a file system for all: one thread, which is there as long as somebody watches. A directory that several
 * watch is registered once, since a {@link WatchService} knows it once. Any thread; all state is under the lock of the class.
 */
final class WatchHub implements Runnable {
    /** What is watched for; that something was lost is told in any case. */
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private static final Map<FileSystem, WatchHub> HUBS = new HashMap<>();

    private final FileSystem system;
    private final WatchService service;
    private final Map<WatchKey, List<WatchedFolder>> watched = new HashMap<>();

    private WatchHub(FileSystem system) throws IOException {
        this.system = system;
        this.service = system.newWatchService();
    }

    /** Begins to watch. May block. */
    static void add(WatchedFolder folder) throws IOException {
        synchronized (WatchHub.class) {
            FileSystem system = folder.directory.getFileSystem();
            WatchHub hub = HUBS.get(system);
            if (hub == null) {
                hub = new WatchHub(system);
                hub.start();
            }
            try {
                WatchKey key = folder.directory.register(hub.service, KINDS);
                hub.watched.computeIfAbsent(key, first -> new ArrayList<>()).add(folder);
            } finally {
                hub.endIfIdle();
            }
        }
    }

    private void start() {
        HUBS.put(system, this);
        Thread thread = new Thread(null, this, "weft-file-watch", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** Gives up to watch. Idempotent. */
    static void remove(WatchedFolder folder) {
        synchronized (WatchHub.class) {
            WatchHub hub = HUBS.get(folder.directory.getFileSystem());
            if (hub != null) {
                hub.forget(folder);
                hub.endIfIdle();
            }
        }
    }

    private void forget(WatchedFolder folder) {
        watched.entrySet().removeIf(entry -> {
            entry.getValue().remove(folder);
            if (entry.getValue().isEmpty()) {
                entry.getKey().cancel();
            }
            return entry.getValue().isEmpty();
        });
    }

    private void endIfIdle() {
        if (watched.isEmpty()) {
            HUBS.remove(system, this);
            try {
                service.close(); // which ends the thread
            } catch (IOException failed) {
                Reports.warning("closing the watch service of " + system + " failed", failed);
            }
        }
    }

    @Override
    public void run() {
        boolean serves;
        do {
            serves = serves();
        } while (serves);
    }

    private boolean serves() {
        try {
            hand(service.take());
        } catch (ClosedWatchServiceException nobodyWatches) {
            return false;
        } catch (InterruptedException nobodys) {
            return true;
        }
        return true;
    }

    private void hand(WatchKey key) {
        synchronized (WatchHub.class) {
            List<WatchedFolder> folders = List.copyOf(watched.getOrDefault(key, List.of()));
            List<WatchEvent<?>> events = key.pollEvents();
            folders.forEach(folder -> folder.add(events));
            if (!key.reset()) {
                watched.remove(key);
                folders.forEach(WatchedFolder::gone);
                endIfIdle();
            }
        }
    }
}
