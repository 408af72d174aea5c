// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

/**
 * Marks an awaitable that only lets time pass, such as a sleep: it gives nothing and takes nothing, so that nothing is lost if it has ended
 * and nobody is told. A {@code select} of which such a clause was the first gives in its place what another one has brought about while it
 * unwound.
 */
public interface Lapse {}
