// SPDX-License-Identifier: Apache-2.0
/**
 * Treats every method of a library as if each of its calls could suspend. A pass of its own writes, beside each method, a
 * twin that is an async method; the weaver then weaves the twins as it weaves any class. Front door: {@link
 * dev.weft.proof.libraries.LibraryWeaver}.
 */
@NullMarked
package dev.weft.proof.libraries;

import org.jspecify.annotations.NullMarked;
