// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** Coroutines of kotlinx that start one another, and that take turns, all on the thread that calls. */
object KotlinTasks {
    /** Opens so many scopes, and starts nothing in them. */
    @JvmStatic
    fun scopes(count: Int): Int = runBlocking {
        var sum = 0
        for (i in 0 until count) {
            sum += coroutineScope { 1 }
        }
        sum
    }

    /** Starts so many that run at once, and awaits each. */
    @JvmStatic
    fun undispatched(count: Int): Int = runBlocking {
        var sum = 0
        for (i in 0 until count) {
            sum += async(start = CoroutineStart.UNDISPATCHED) { 1 }.await()
        }
        sum
    }

    /** Starts so many that run when their turn comes, and awaits each. */
    @JvmStatic
    fun async(count: Int): Int = runBlocking {
        var sum = 0
        for (i in 0 until count) {
            sum += async { 1 }.await()
        }
        sum
    }

    /** Starts so many that run when their turn comes, and joins each. */
    @JvmStatic
    fun launch(count: Int): Int = runBlocking {
        var sum = 0
        for (i in 0 until count) {
            launch { sum++ }.join()
        }
        sum
    }

    /** So many coroutines of which each gives way so many times. */
    @JvmStatic
    fun yields(coroutines: Int, times: Int): Unit = runBlocking {
        List(coroutines) { launch { giveWay(times) } }.joinAll()
    }

    private suspend fun giveWay(times: Int) {
        for (i in 0 until times) {
            yield()
        }
    }

    /** Two that wake each other so many times through channels that hold nothing. */
    @JvmStatic
    fun channels(rounds: Int): Int = runBlocking {
        val there = Channel<Int>()
        val back = Channel<Int>()
        launch { echo(there, back, rounds) }
        var sum = 0
        for (i in 0 until rounds) {
            there.send(1)
            sum += back.receive()
        }
        sum
    }

    private suspend fun echo(from: Channel<Int>, to: Channel<Int>, rounds: Int) {
        for (i in 0 until rounds) {
            to.send(from.receive())
        }
    }
}
