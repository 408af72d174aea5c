// SPDX-License-Identifier: Apache-2.0
/** Has JUnit 5 and 6 run async test methods, in virtual time and under seeds: {@link dev.weft.junit.AsyncTest}. */
@NullMarked
package dev.weft.junit;

import org.jspecify.annotations.NullMarked;
