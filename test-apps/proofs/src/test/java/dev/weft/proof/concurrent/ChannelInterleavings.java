// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.concurrent;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import dev.weft.sync.Channel;
import dev.weft.sync.ChannelClosedException;
import dev.weft.sync.Select;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Channels, and the selects over them, between threads. */
public final class ChannelInterleavings {
    private static final int CAPACITY = 2;
    private static final String CLOSED = "closed";

    private ChannelInterleavings() {}

    static void judge(Judge judge) {
        judge.threads("channel", Threads.class, Model.class);
        judge.schedules("two sends at once", ChannelInterleavings::keepsBoth);
        judge.schedules("a send that is taken back", ChannelInterleavings::takesBack);
        judge.schedules("a receive that is given back", ChannelInterleavings::givesBack);
        judge.schedules("a send to a channel that closes", ChannelInterleavings::tellsOfTheEnd);
        judge.schedules("a channel that closes for both sides", ChannelInterleavings::endsAtOnce);
        judge.schedules("two selects over two channels", ChannelInterleavings::selectsOne);
    }

    /** What any thread may do without waiting. */
    public static class Threads {
        private final Channel<Integer> channel = Channel.bounded(CAPACITY);

        /** Sends if there is room. */
        @Operation
        public String send(@Param(gen = IntGen.class) int element) {
            return unlessClosed(() -> channel.trySend(element));
        }

        /** Receives if there is something. */
        @Operation
        public String receive() {
            return unlessClosed(channel::tryReceive);
        }

        /** Closes it for senders. */
        @Operation
        public boolean close() {
            return channel.close();
        }

        /** Closes it for both. */
        @Operation
        public List<Integer> closeNow() {
            return channel.closeNow();
        }

        /** Whether nothing comes any more. */
        @Operation
        public boolean isEnded() {
            return channel.isEnded();
        }
    }

    private static String unlessClosed(Supplier<Object> operation) {
        try {
            return operation.get().toString();
        } catch (ChannelClosedException closed) {
            return CLOSED;
        }
    }

    /** What one thread would see. */
    public static class Model {
        private final Deque<Integer> elements = new ArrayDeque<>();
        private boolean closed;

        /** Sends if there is room. */
        public String send(int element) {
            return closed ? CLOSED : "" + (elements.size() < CAPACITY && elements.add(element));
        }

        /** Receives if there is something. */
        public String receive() {
            Integer first = elements.poll();
            return first == null && closed ? CLOSED : Optional.ofNullable(first).toString();
        }

        /** Closes it for senders. */
        public boolean close() {
            boolean closes = !closed;
            closed = true;
            return closes;
        }

        /** Closes it for both. */
        public List<Integer> closeNow() {
            closed = true;
            List<Integer> left = List.copyOf(elements);
            elements.clear();
            return left;
        }

        /** Whether nothing comes any more. */
        public boolean isEnded() {
            return closed && elements.isEmpty();
        }
    }

    private static void keepsBoth() {
        Channel<Integer> channel = Channel.bounded(CAPACITY);
        Judge.together(() -> channel.trySend(1), () -> channel.trySend(2));
        int sum = 0;
        for (int i = 0; i < CAPACITY; i++) {
            sum += channel.tryReceive().orElse(0);
        }
        Judge.require(sum == 3, "received " + sum + " in all");
        requireEmpty(channel);
    }

    private static void takesBack() {
        Channel<Integer> channel = Channel.rendezvous();
        boolean[] sent = {false};
        boolean[] received = {false};
        Judge.together(
                () -> sent[0] = isSentAtOnce(channel.send(1)),
                () -> received[0] = channel.tryReceive().isPresent());
        Judge.require(sent[0] == received[0], "sent " + sent[0] + ", received " + received[0]);
        requireEmpty(channel);
    }

    /** Waits, and gives up; false if that was in time. */
    private static boolean isSentAtOnce(Awaitable<?> operation) {
        Waiter waiter = () -> {};
        if (operation.isReady()) {
            return true;
        }
        operation.subscribe(waiter);
        return !operation.withdraw(waiter);
    }

    /** One receives what another one that is there first has no use for. */
    private static void givesBack() {
        Channel<Integer> channel = Channel.bounded(1);
        channel.trySend(1);
        int[] received = {0};
        Judge.together(
                () -> {
                    Awaitable<Integer> unwanted = channel.receive();
                    if (unwanted.isReady()) {
                        unwanted.discard(Results.of(unwanted));
                    }
                },
                () -> received[0] = channel.receive().block());
        Judge.require(received[0] == 1, "received " + received[0]);
        requireEmpty(channel);
    }

    private static void tellsOfTheEnd() {
        Channel<Integer> channel = Channel.rendezvous();
        String[] sent = {""};
        String[] received = {""};
        Judge.together(
                () -> sent[0] = unlessClosed(() -> {
                    channel.send(1).block();
                    return "sent";
                }),
                () -> received[0] = unlessClosed(() -> channel.next().block()),
                channel::close);
        boolean isSent = !sent[0].equals(CLOSED);
        Judge.require(
                received[0].equals(isSent ? "Optional[1]" : "Optional.empty"),
                "sent " + sent[0] + ", received " + received[0]);
        requireEmpty(channel);
    }

    /** Who is told that it is closed finds nothing in it any more. */
    private static void endsAtOnce() {
        Channel<Integer> channel = Channel.bounded(CAPACITY);
        channel.trySend(1);
        boolean[] ended = {true};
        Judge.together(channel::closeNow, () -> {
            if (unlessClosed(() -> channel.trySend(2)).equals(CLOSED)) {
                ended[0] = channel.isEnded();
            }
        });
        Judge.require(ended[0], "closed, and not ended");
        requireEmpty(channel);
    }

    /** Each sends one way or receives the other way. */
    private static void selectsOne() {
        Channel<Integer> there = Channel.rendezvous();
        Channel<Integer> back = Channel.rendezvous();
        int[] outcomes = {0, 0};
        Judge.together(() -> outcomes[0] = sendOrReceive(there, back), () -> outcomes[1] = sendOrReceive(back, there));
        Judge.require(outcomes[0] + outcomes[1] == 1, outcomes[0] + " and " + outcomes[1] + " received");
        requireEmpty(there);
        requireEmpty(back);
    }

    private static int sendOrReceive(Channel<Integer> out, Channel<Integer> in) {
        return Select.select(Select.on(out.send(1), nothing -> 0), Select.on(in.receive(), element -> element))
                .block();
    }

    private static void requireEmpty(Channel<?> channel) {
        var now = channel.statistics();
        Judge.require(
                now.size() + now.sendersWaiting() + now.receiversWaiting() == 0, "something stays behind: " + channel);
    }
}
