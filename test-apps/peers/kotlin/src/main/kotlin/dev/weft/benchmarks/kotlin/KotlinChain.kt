// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.kotlin

import dev.weft.benchmarks.work.Cell

/** Ten suspend functions that call one another and do not suspend. */
object KotlinChain {
    /** So many chains, one after the other. */
    @JvmStatic
    fun repeat(cell: Cell, chains: Int): Cell = Started { loop(cell, chains) }.result()

    private suspend fun loop(cell: Cell, chains: Int): Cell {
        var result = cell
        for (i in 0 until chains) {
            result = level10(result)
        }
        return result
    }

    private suspend fun level10(cell: Cell): Cell = level9(cell).xor(10)

    private suspend fun level9(cell: Cell): Cell = level8(cell).add(9)

    private suspend fun level8(cell: Cell): Cell = level7(cell).xor(8)

    private suspend fun level7(cell: Cell): Cell = level6(cell).add(7)

    private suspend fun level6(cell: Cell): Cell = level5(cell).xor(6)

    private suspend fun level5(cell: Cell): Cell = level4(cell).add(5)

    private suspend fun level4(cell: Cell): Cell = level3(cell).xor(4)

    private suspend fun level3(cell: Cell): Cell = level2(cell).add(3)

    private suspend fun level2(cell: Cell): Cell = level1(cell).xor(2)

    private suspend fun level1(cell: Cell): Cell = cell.add(1)
}
