// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import java.util.concurrent.Executor
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn

/** Coroutines that wait, for their size. What is returned keeps one alive. */
object KotlinMemory {
    private suspend fun wait(into: Array<Any?>, index: Int): Int = suspendCoroutineUninterceptedOrReturn { continuation ->
        into[index] = continuation
        COROUTINE_SUSPENDED
    }

    /** A raw coroutine with one frame. Its continuation is what the array then holds. */
    @JvmStatic
    fun depth1(into: Array<Any?>, index: Int) {
        Started { wait(into, index) + index }
    }

    /** A raw coroutine with three frames. */
    @JvmStatic
    fun depth3(into: Array<Any?>, index: Int) {
        Started { two(into, index) + index }
    }

    private suspend fun one(into: Array<Any?>, index: Int): Int = wait(into, index) + index

    private suspend fun two(into: Array<Any?>, index: Int): Int = one(into, index) + index

    /** Launched by kotlinx, and waiting for ever. */
    @JvmStatic
    fun parked(loop: Executor): Job = CoroutineScope(loop.asCoroutineDispatcher()).launch { awaitCancellation() }

    /** Launched by kotlinx, and sleeping for an hour. */
    @JvmStatic
    fun sleeping(loop: Executor): Job = CoroutineScope(loop.asCoroutineDispatcher()).launch { delay(3_600_000) }
}
