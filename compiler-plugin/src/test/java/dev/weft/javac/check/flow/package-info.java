// SPDX-License-Identifier: Apache-2.0
/** Tests of what rules share on the order in which a method runs. */
@NullMarked
package dev.weft.javac.check.flow;

import org.jspecify.annotations.NullMarked;
