// SPDX-License-Identifier: Apache-2.0
/**
 * What is noted over time: the last transitions of each loop, trace files, events of Flight Recorder (decision 47). All of it observes
 * loops by {@link dev.weft.internal.StepObserver}, and is loaded when somebody wants it, not before.
 */
@NullMarked
package dev.weft.internal.over;

import org.jspecify.annotations.NullMarked;
