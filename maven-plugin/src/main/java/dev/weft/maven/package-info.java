// SPDX-License-Identifier: Apache-2.0
/** The goals of the Maven plugin. The work is done by {@link dev.weft.files.ClassFiles}. */
@NullMarked
package dev.weft.maven;

import org.jspecify.annotations.NullMarked;
