// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select

/** Coroutines of kotlinx that pass elements through channels, all on the thread that calls. */
object KotlinChannels {
    /** One calls another so many times through channels that hold nothing. */
    @JvmStatic
    fun rendezvous(rounds: Int): Int = KotlinTasks.channels(rounds)

    /** One fills a channel with so many in all, another one empties it. */
    @JvmStatic
    fun buffered(count: Int, capacity: Int): Int = runBlocking {
        val channel = Channel<Int>(capacity)
        launch { fill(channel, count) }
        var sum = 0
        for (i in 0 until count) {
            sum += channel.receive()
        }
        sum
    }

    private suspend fun fill(channel: Channel<Int>, count: Int) {
        for (i in 0 until count) {
            channel.send(1)
        }
    }

    /** One fills a channel and empties it, until so many have passed. */
    @JvmStatic
    fun batches(count: Int, capacity: Int): Int = runBlocking {
        val channel = Channel<Int>(capacity)
        var sum = 0
        for (i in 0 until count step capacity) {
            for (k in 0 until capacity) {
                channel.send(1)
            }
            for (k in 0 until capacity) {
                sum += channel.receive()
            }
        }
        sum
    }

    /** One selects so many times among four channels that hold nothing; another one sends into the last. */
    @JvmStatic
    fun selects(count: Int): Int = runBlocking {
        val channels = List(4) { Channel<Int>() }
        launch { fill(channels[3], count) }
        var sum = 0
        for (i in 0 until count) {
            sum += select<Int> {
                channels[0].onReceive { it }
                channels[1].onReceive { it }
                channels[2].onReceive { it }
                channels[3].onReceive { it }
            }
        }
        sum
    }
}
