// SPDX-License-Identifier: Apache-2.0
/** The work of the benchmarks as ea-async has it: methods that return futures, await futures, and are woven by its Maven plugin. */
package dev.weft.benchmarks.ea;
