// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.cluster.UnansweredRequest;
import dev.weft.debug.TaskDump;
import dev.weft.spi.ClusterMember;
import dev.weft.spi.ClusterMembers;
import dev.weft.spi.MemberDump;
import dev.weft.spi.RemoteRequest;
import dev.weft.spi.RequestId;
import dev.weft.spi.ServedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three nodes of a cluster in one process, each of which serves a request and for that asks the next one; a fourth says nothing. */
public final class CircleOfNodes {
    private static final List<String> NODES = List.of("a", "b", "c");
    private static final Duration FOR_LONG = Duration.ofDays(1);

    private CircleOfNodes() {}

    public static void main(String[] args) throws IOException {
        for (int node = 0; node < NODES.size(); node++) {
            EventLoop loop = EventLoop.create();
            ClusterMembers.Registration stays =
                    ClusterMembers.register(new Member(NODES.get(node), addressOf(node), loop));
            Task<Void> serving = serve(loop, node);
            Thread thread = new Thread(() -> loop.run(serving), "node " + NODES.get(node) + stays.hashCode());
            thread.setDaemon(true);
            thread.start();
        }
        System.out.println("ready " + ProcessHandle.current().pid());
        System.out.println("ends with " + System.in.read());
    }

    @Async
    private static Task<Void> serve(EventLoop loop, int node) {
        ScheduledTask<Void> server = loop.spawn("server", Weft.sleep(FOR_LONG));
        RequestId before = new RequestId(NODES.get((node + 2) % 3), 1);
        loop.spawn(new ServedRequest("price", before, ""), quote(node), server);
        await(Weft.sleep(FOR_LONG));
        return Task.done();
    }

    @Async
    private static Task<Void> quote(int node) {
        int next = (node + 1) % 3;
        RequestId id = new RequestId(NODES.get(node), 1);
        await(new UnansweredRequest(
                new RemoteRequest(NODES.get(next), addressOf(next), "price", id, System.nanoTime())));
        return Task.done();
    }

    private static String addressOf(int node) {
        return "memory:" + node;
    }

    private record Member(String node, String address, EventLoop loop) implements ClusterMember {
        @Override
        public List<MemberDump> askOthers(Duration limit) {
            List<MemberDump> answers = new ArrayList<>();
            for (int other = 0; other < NODES.size(); other++) {
                if (!NODES.get(other).equals(node)) {
                    answers.add(new MemberDump(
                            NODES.get(other),
                            addressOf(other),
                            TaskDump.capture().toJson(),
                            null));
                }
            }
            answers.add(new MemberDump("d", "memory:3", null, "nothing within " + limit.toMillis() + " ms"));
            return answers;
        }
    }
}
