// SPDX-License-Identifier: Apache-2.0
/** Has OpenTelemetry's context follow tasks: {@link dev.weft.opentelemetry.context.OpenTelemetryCarrier}, which the service loader finds. */
@NullMarked
package dev.weft.opentelemetry.context;

import org.jspecify.annotations.NullMarked;
