// SPDX-License-Identifier: Apache-2.0
/** What tests of nodes need: {@link dev.weft.cluster.testing.MemoryCluster}, in virtual time and with faults by seed. */
@NullMarked
package dev.weft.cluster.testing;

import org.jspecify.annotations.NullMarked;
