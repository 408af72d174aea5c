// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.coordination;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Channel;
import dev.weft.sync.ChannelStatistics;
import java.util.ArrayList;
import java.util.List;

/** A scene in which elements pass through channels: in the end each is where it belongs, and nobody waits. */
class Passing extends Scene {
    final Ledger ledger = new Ledger(this);
    private final List<Channel<Integer>> channels = new ArrayList<>();

    /** Adds a channel that holds nothing or one, as the seed says. */
    final Channel<Integer> channel(int seed) {
        return add(seed % 2 == 0 ? Channel.rendezvous() : Channel.bounded(1));
    }

    final Channel<Integer> add(Channel<Integer> channel) {
        channels.add(channel);
        return channel;
    }

    @Async
    final Task<Void> sends(Channel<Integer> channel, int first, int count) {
        for (int i = first; i < first + count; i++) {
            await(channel.send(i));
            ledger.sent(i);
        }
        return Task.done();
    }

    @Async
    final Task<Void> receives(Channel<Integer> channel, int count) {
        for (int i = 0; i < count; i++) {
            ledger.got(await(channel.receive()));
        }
        return Task.done();
    }

    @Override
    void count() {
        List<Integer> left = new ArrayList<>();
        for (Channel<Integer> channel : channels) {
            ChannelStatistics statistics = channel.statistics();
            equal(0, statistics.sendersWaiting(), "senders of " + channel);
            equal(0, statistics.receiversWaiting(), "receivers of " + channel);
            left.addAll(channel.closeNow());
        }
        ledger.balance(left);
    }
}
