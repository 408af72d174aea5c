// SPDX-License-Identifier: Apache-2.0
/** Profiles: where the tasks of a process spend their time, running and waiting alike (decision 53). */
@NullMarked
package dev.weft.internal.profile;

import org.jspecify.annotations.NullMarked;
