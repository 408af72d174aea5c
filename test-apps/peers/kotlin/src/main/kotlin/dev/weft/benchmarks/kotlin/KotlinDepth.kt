// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import dev.weft.benchmarks.work.Source

/** So many suspend functions that call one another; the innermost reads so many times. */
object KotlinDepth {
    /** Starts them. */
    @JvmStatic
    fun start(source: Source, depth: Int, turns: Int): Started<Int> {
        val reader = RawReader(source)
        return Started { level(reader, depth, turns) }
    }

    private suspend fun level(reader: RawReader, depth: Int, turns: Int): Int {
        if (depth > 1) {
            return level(reader, depth - 1, turns) + depth
        }
        var total = 0
        for (i in 0 until turns) {
            total += reader.read()
        }
        return total
    }
}
