// SPDX-License-Identifier: Apache-2.0
/** Real libraries: each class verified, and published test suites run with forced suspension. */
@NullMarked
package dev.weft.proof.libraries;

import org.jspecify.annotations.NullMarked;
