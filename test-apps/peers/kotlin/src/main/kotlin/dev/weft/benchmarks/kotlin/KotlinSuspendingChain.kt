// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import dev.weft.benchmarks.work.Cell
import dev.weft.benchmarks.work.Source

/** Ten suspend functions of which the innermost waits for an operation of the loop, so that all ten suspend, once each. */
object KotlinSuspendingChain {
    /** Starts so many chains, one after the other. */
    @JvmStatic
    fun start(cell: Cell, source: Source, chains: Int): Started<Cell> {
        val reader = RawReader(source)
        return Started { repeat(cell, reader, chains) }
    }

    private suspend fun repeat(cell: Cell, reader: RawReader, chains: Int): Cell {
        var result = cell
        for (i in 0 until chains) {
            result = level10(result, reader)
        }
        return result
    }

    private suspend fun level10(cell: Cell, reader: RawReader): Cell = level9(cell, reader).xor(10)

    private suspend fun level9(cell: Cell, reader: RawReader): Cell = level8(cell, reader).add(9)

    private suspend fun level8(cell: Cell, reader: RawReader): Cell = level7(cell, reader).xor(8)

    private suspend fun level7(cell: Cell, reader: RawReader): Cell = level6(cell, reader).add(7)

    private suspend fun level6(cell: Cell, reader: RawReader): Cell = level5(cell, reader).xor(6)

    private suspend fun level5(cell: Cell, reader: RawReader): Cell = level4(cell, reader).add(5)

    private suspend fun level4(cell: Cell, reader: RawReader): Cell = level3(cell, reader).xor(4)

    private suspend fun level3(cell: Cell, reader: RawReader): Cell = level2(cell, reader).add(3)

    private suspend fun level2(cell: Cell, reader: RawReader): Cell = level1(cell, reader).xor(2)

    private suspend fun level1(cell: Cell, reader: RawReader): Cell = cell.add(reader.read())
}
