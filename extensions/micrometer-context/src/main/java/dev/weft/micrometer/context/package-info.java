// SPDX-License-Identifier: Apache-2.0
/** Has what Micrometer's context propagation knows follow tasks: {@link dev.weft.micrometer.context.MicrometerCarrier}, which the service loader finds. */
@NullMarked
package dev.weft.micrometer.context;

import org.jspecify.annotations.NullMarked;
