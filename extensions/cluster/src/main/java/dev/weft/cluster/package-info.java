// SPDX-License-Identifier: Apache-2.0
/** Awaiting what other nodes do: services and entities of a cluster, its members, and dumps that cross its nodes. */
@NullMarked
package dev.weft.cluster;

import org.jspecify.annotations.NullMarked;
