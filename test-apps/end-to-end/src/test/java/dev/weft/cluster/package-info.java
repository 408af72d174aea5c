// SPDX-License-Identifier: Apache-2.0
/** Waits of a cluster that a test makes, where a dump looks for those of the module that has one. */
@NullMarked
package dev.weft.cluster;

import org.jspecify.annotations.NullMarked;
