// SPDX-License-Identifier: Apache-2.0
/**
 * The Java agent around the weaver: options, filter, class dump, error report. Front door:
 * {@link dev.weft.agent.WeftAgent}, for the JVM; nothing depends on this package.
 */
@NullMarked
package dev.weft.agent;

import org.jspecify.annotations.NullMarked;
