// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of several modules need, written once: javac in memory, the JDKs to test on and programs of them in processes,
 * what this build has made, records of the log, how much of each proof is run, and the tables of counts in the documentation.
 * Uses no other package of this project.
 */
@NullMarked
package dev.weft.support;

import org.jspecify.annotations.NullMarked;
