// SPDX-License-Identifier: Apache-2.0
/**
 * What is reported about code: {@link dev.weft.diagnostic.Diagnostic} has the name, text and consequence of each message, {@link
 * dev.weft.diagnostic.Finding} is one message at one place. Shared by the weaver, the compiler plugin and the Maven plugin; uses none
 * of them.
 */
@NullMarked
package dev.weft.diagnostic;

import org.jspecify.annotations.NullMarked;
