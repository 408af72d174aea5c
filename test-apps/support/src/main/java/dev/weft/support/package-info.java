// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of several modules need, written once: the JDKs to test on and JVMs of them, how much of each proof is run,
 * and the tables of counts in the documentation. Uses no other package of this project.
 */
@NullMarked
package dev.weft.support;

import org.jspecify.annotations.NullMarked;
