// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import dev.weft.EventLoop;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver.Reply;
import dev.weft.debug.TaskDump;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.MemberDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Dumps that cross nodes: asks the others for theirs, and gives this one's. Never on the loop, which may be what is looked at. */
record NodeDumps(Node member) implements ClusterMember {
    private static final int MOST_WAITING = 8;
    private static final byte[] QUESTION = Wire.message(Wire.DUMP, out -> {});

    /** One at a time, on a thread that goes when nobody asks. */
    private static final ThreadPoolExecutor TAKING = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            NodeDumps::thread,
            (task, pool) -> ((Taking) task).tooMany());

    static {
        TAKING.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "weft-cluster-dump");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String node() {
        return member.name();
    }

    @Override
    public String address() {
        return member.self().address();
    }

    @Override
    public EventLoop loop() {
        return member.loop();
    }

    // ------------------------------------------------------------------ asking

    @Override
    public List<MemberDump> askOthers(Duration limit) throws InterruptedException {
        Map<Peer, CompletableFuture<byte[]>> asked = new LinkedHashMap<>();
        for (Peer peer : member.roster().view().peers()) {
            if (!peer.equals(member.self())) {
                asked.put(peer, member.transport().ask(peer, QUESTION).toCompletableFuture());
            }
        }
        long until = System.nanoTime() + limit.toNanos();
        List<MemberDump> dumps = new ArrayList<>();
        for (Map.Entry<Peer, CompletableFuture<byte[]>> entry : asked.entrySet()) {
            dumps.add(dump(entry.getKey(), entry.getValue(), until - System.nanoTime(), limit));
        }
        return dumps;
    }

    private static MemberDump dump(Peer peer, CompletableFuture<byte[]> answer, long nanos, Duration limit)
            throws InterruptedException {
        try {
            Answer read = Answer.read(answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
            byte[] json = read.payload;
            return json == null
                    ? new MemberDump(peer.name(), peer.address(), null, read.reason)
                    : new MemberDump(peer.name(), peer.address(), new String(json, StandardCharsets.UTF_8), null);
        } catch (TimeoutException late) {
            return new MemberDump(peer.name(), peer.address(), null, "nothing within " + limit.toMillis() + " ms");
        } catch (ExecutionException | IOException failed) {
            return new MemberDump(peer.name(), peer.address(), null, String.valueOf(failed.getMessage()));
        }
    }

    // ------------------------------------------------------------------ answering

    /** Takes a dump and sends it, on a thread for that. */
    static void answer(Reply reply) {
        TAKING.execute(new Taking(reply));
    }

    /** Takes one dump. */
    private record Taking(Reply reply) implements Runnable {
        @Override
        public void run() {
            Answer answer;
            try {
                answer = Answer.value(TaskDump.capture().toJson().getBytes(StandardCharsets.UTF_8));
            } catch (Throwable failed) {
                answer = Answer.without(Answer.Status.NOT_SERVED, "it could not take a dump: " + failed);
            }
            reply.send(answer.bytes());
        }

        void tooMany() {
            reply.send(Answer.without(Answer.Status.NOT_SERVED, "it is asked for " + MOST_WAITING + " dumps already")
                    .bytes());
        }
    }
}
