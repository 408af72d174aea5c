// SPDX-License-Identifier: Apache-2.0
/**
 * Weaves class files where they lie, in folders and jars: {@link dev.weft.files.ClassFiles} for build tools, {@link
 * dev.weft.files.WeaveCommand} for the command line.
 */
@NullMarked
package dev.weft.files;

import org.jspecify.annotations.NullMarked;
