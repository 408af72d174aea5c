// SPDX-License-Identifier: Apache-2.0
/** Name, text and page of every refusal; shared by the weaver and the compiler plugin. */
@NullMarked
package dev.weft.diagnostic;

import org.jspecify.annotations.NullMarked;
