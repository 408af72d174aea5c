// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.cluster.ClusterException;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Member;
import dev.weft.cluster.NotServed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/** Asks other nodes for one thing after the other, at a steady pace, and notes how each request has ended. */
final class SoakAsks {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int PER_PAUSE = 5;
    private static final int ENTITIES = 8;
    static final String VALUE = "value";

    private final ClusterNode node;
    private final int least;

    /** How each request has ended, by its number. */
    private final Map<Long, String> ends = new TreeMap<>();

    private long asked;
    private boolean enough;

    SoakAsks(ClusterNode node, int least) {
        this.node = node;
        this.least = least;
    }

    Map<Long, String> ends() {
        return ends;
    }

    long asked() {
        return asked;
    }

    /** Lets it end when it has asked often enough. */
    void mayEnd() {
        enough = true;
    }

    @Async
    Task<Void> ask() {
        while (asked < least || !enough) {
            for (int i = 0; i < PER_PAUSE; i++) {
                long request = ++asked;
                spawn("request " + request, note(request, way(request)));
            }
            await(sleep(PAUSE));
        }
        return Task.done();
    }

    /** To any node, to one by name, or to an entity; some with little time, some with enough, most with no deadline. */
    private Awaitable<String> way(long request) {
        Duration time = Duration.ofMillis(request % 20 == 3 ? 2 : 60_000);
        boolean isLimited = request % 20 == 3 || request % 4 == 0;
        if (request % 3 == 0) {
            return isLimited ? node.ask(SoakWorker.WORK, request, time) : node.ask(SoakWorker.WORK, request);
        }
        if (request % 3 == 1) {
            List<Member> members = node.members().get();
            Member member = members.get((int) (request / 3 % members.size()));
            return isLimited ? member.ask(SoakWorker.WORK, request, time) : member.ask(SoakWorker.WORK, request);
        }
        var entity = node.entity(SoakWorker.THING, "e" + request / 3 % ENTITIES);
        return isLimited ? entity.ask(request, time) : entity.ask(request);
    }

    @Async
    private Task<Void> note(long request, Awaitable<String> asked) {
        try {
            String answer = await(asked);
            ends.put(request, answer.equals("done " + request) ? VALUE : "the answer of another: " + answer);
        } catch (ClusterException end) {
            ends.put(request, end.getClass().getSimpleName());
        } catch (CancellationException stopped) {
            throw stopped;
        } catch (RuntimeException other) {
            ends.put(request, other.toString());
        }
        return Task.done();
    }

    /** How many have ended in each way. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        ends.values().forEach(end -> counts.merge(end, 1, Integer::sum));
        return counts;
    }

    static boolean isNeverRun(String end) {
        return end.equals(NotServed.class.getSimpleName());
    }
}
