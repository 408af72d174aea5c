// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import dev.weft.benchmarks.work.Callback
import dev.weft.benchmarks.work.Source
import kotlin.coroutines.Continuation
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.suspendCancellableCoroutine

/** The three ways in which a suspend function hands its continuation to a callback. Each keeps one callback for all its reads. */
abstract class Reader(private val source: Source) : Callback {
    private var waiting: Continuation<Int>? = null

    protected fun start(continuation: Continuation<Int>) {
        waiting = continuation
        source.read(this)
    }

    override fun completed(result: Int) {
        val resumed = waiting!!
        waiting = null
        resumed.resume(result)
    }
}

/** With the continuation itself: the source must not complete before `read` has returned, and nobody can cancel. */
class RawReader(source: Source) : Reader(source) {
    suspend fun read(): Int = suspendCoroutineUninterceptedOrReturn { continuation ->
        start(continuation)
        COROUTINE_SUSPENDED
    }
}

/** With a guard around the continuation, so that the source may complete at any time. */
class SafeReader(source: Source) : Reader(source) {
    suspend fun read(): Int = suspendCoroutine { continuation -> start(continuation) }
}

/** As [SafeReader], and a cancellation of the coroutine ends the wait. */
class CancellableReader(source: Source) : Reader(source) {
    suspend fun read(): Int = suspendCancellableCoroutine { continuation -> start(continuation) }
}
