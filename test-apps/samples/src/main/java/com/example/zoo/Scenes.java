// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import java.util.List;
import java.util.Map;

/** The scenes, by name. */
public final class Scenes {
    /** Those that need neither a processor nor much of the heap. */
    public static final List<String> STANDING = List.of(
            "chain",
            "sleepers",
            "reader",
            "locks",
            "awaits",
            "dropped",
            "pool",
            "foreign",
            "plain",
            "blocked",
            "recursion",
            "kinds");

    private static final Map<String, Scene> ALL = Map.ofEntries(
            Map.entry("chain", Chain::open),
            Map.entry("sleepers", Sleepers::open),
            Map.entry("crowd", Sleepers::crowd),
            Map.entry("ticker", Ticker::open),
            Map.entry("reader", IdleReader::open),
            Map.entry("locks", LockCycle::open),
            Map.entry("awaits", AwaitCycle::open),
            Map.entry("dropped", DroppedCompleter::open),
            Map.entry("pool", PoolWork::open),
            Map.entry("foreign", ForeignFuture::open),
            Map.entry("plain", PlainThread::open),
            Map.entry("blocked", BlockedLoop::open),
            Map.entry("spinning", SpinningLoop::open),
            Map.entry("recursion", Recursion::open),
            Map.entry("kinds", Kinds::open),
            Map.entry("wedged", Wedged::open),
            Map.entry("busy", BusyLoop::open),
            Map.entry("burner", Burner::open),
            Map.entry("errands", Errands::open),
            Map.entry("ping-pong", PingPong::open),
            Map.entry("stress", Stress::open));

    private Scenes() {}

    /** Returns a scene; {@link IllegalArgumentException} names all if there is none of this name. */
    public static Scene named(String name) {
        Scene scene = ALL.get(name);
        if (scene == null) {
            throw new IllegalArgumentException(
                    "no scene \"" + name + "\"; there are " + String.join(", ", ALL.keySet()));
        }
        return scene;
    }
}
