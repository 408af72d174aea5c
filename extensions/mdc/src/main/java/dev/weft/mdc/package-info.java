// SPDX-License-Identifier: Apache-2.0
/** Has SLF4J's MDC follow tasks: {@link dev.weft.mdc.MdcCarrier}, which the service loader finds. */
@NullMarked
package dev.weft.mdc;

import org.jspecify.annotations.NullMarked;
