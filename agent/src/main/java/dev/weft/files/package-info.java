// SPDX-License-Identifier: Apache-2.0
/** Weaves class files where they lie, in folders and jars, for build tools and the command line: {@link dev.weft.files.ClassFiles}. */
@NullMarked
package dev.weft.files;

import org.jspecify.annotations.NullMarked;
