// SPDX-License-Identifier: Apache-2.0
/**
 * Starts JVMs of the JDKs that woven code must run on: the one running the tests, and the other of 17 and 25.
 * Front door: {@link dev.weft.jdks.Jdks}. Shared with the end-to-end tests.
 */
@NullMarked
package dev.weft.jdks;

import org.jspecify.annotations.NullMarked;
