// SPDX-License-Identifier: Apache-2.0
/** The engine of a cluster: JGroups, over TCP or a stack of protocols of one's own. */
@NullMarked
package dev.weft.cluster.jgroups;

import org.jspecify.annotations.NullMarked;
