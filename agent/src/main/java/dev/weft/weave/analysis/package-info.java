// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a class and its async methods, and changes neither: which methods are woven or refused, where they suspend, which values live
 * across that, how a frame keeps them, and the lines of all this. {@link dev.weft.weave.analysis.RuntimeSymbols} is the one place that
 * names the runtime. Used by all other packages of the weaver.
 */
@NullMarked
package dev.weft.weave.analysis;

import org.jspecify.annotations.NullMarked;
