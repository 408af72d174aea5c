// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import java.util.concurrent.Executor
import kotlin.coroutines.Continuation
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume

/** What one coroutine waits for and another passes: raw, and through the loop's queue. */
private class Baton(private val loop: Executor) : Runnable {
    private var here = false
    private var waiting: Continuation<Unit>? = null

    suspend fun take() {
        if (!here) {
            return suspendCoroutineUninterceptedOrReturn { continuation ->
                waiting = continuation
                COROUTINE_SUSPENDED
            }
        }
        here = false
    }

    fun pass() {
        here = true
        if (waiting != null) {
            loop.execute(this)
        }
    }

    override fun run() {
        val resumed = waiting!!
        waiting = null
        here = false
        resumed.resume(Unit)
    }
}

/** Two raw coroutines that wake each other. */
object KotlinBatons {
    /** Each is woken so many times; the caller runs the loop. */
    @JvmStatic
    fun start(loop: Executor, rounds: Int): Started<Int> {
        val there = Baton(loop)
        val back = Baton(loop)
        Started { relay(there, back, rounds) }
        val first = Started { relay(back, there, rounds) }
        there.pass()
        return first
    }

    private suspend fun relay(from: Baton, to: Baton, rounds: Int): Int {
        for (i in 0 until rounds) {
            from.take()
            to.pass()
        }
        return rounds
    }
}
