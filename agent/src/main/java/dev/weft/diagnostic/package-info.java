// SPDX-License-Identifier: Apache-2.0
/** Name, text and page of all that is reported about code; shared by the weaver and the compiler plugin. */
@NullMarked
package dev.weft.diagnostic;

import org.jspecify.annotations.NullMarked;
