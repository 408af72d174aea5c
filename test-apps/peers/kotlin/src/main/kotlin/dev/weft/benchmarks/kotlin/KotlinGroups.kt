// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/** Scopes and limits of time of kotlinx, on the thread that calls. */
object KotlinGroups {
    /** Opens so many scopes one after the other, each with so many children that give way once. */
    @JvmStatic
    fun scopes(count: Int, children: Int): Int = runBlocking {
        var ended = 0
        for (i in 0 until count) {
            coroutineScope {
                for (j in 0 until children) {
                    launch {
                        yield()
                        ended++
                    }
                }
            }
        }
        ended
    }

    /** Gives way so many times, each with a limit of time. */
    @JvmStatic
    fun timeouts(count: Int): Int = runBlocking {
        for (i in 0 until count) {
            withTimeout(100_000) { yield() }
        }
        count
    }
}
