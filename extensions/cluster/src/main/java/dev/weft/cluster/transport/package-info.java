// SPDX-License-Identifier: Apache-2.0
/** What a cluster needs of the engine below it: who is there, and bytes to one of them and back. */
@NullMarked
package dev.weft.cluster.transport;

import org.jspecify.annotations.NullMarked;
