// SPDX-License-Identifier: Apache-2.0
/** The Java agent around the weaver: options, filter, class dump, error report. */
@NullMarked
package dev.weft.agent;

import org.jspecify.annotations.NullMarked;
