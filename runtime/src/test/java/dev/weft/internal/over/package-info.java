// SPDX-License-Identifier: Apache-2.0
/** Tests of the ways into a program that runs. */
@NullMarked
package dev.weft.internal.over;

import org.jspecify.annotations.NullMarked;
