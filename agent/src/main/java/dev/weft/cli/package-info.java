// SPDX-License-Identifier: Apache-2.0
/** The command line of the agent's jar, of which the agent itself loads nothing: {@link dev.weft.cli.Main}. */
@NullMarked
package dev.weft.cli;

import org.jspecify.annotations.NullMarked;
