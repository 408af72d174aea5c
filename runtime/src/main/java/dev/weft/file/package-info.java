// SPDX-License-Identifier: Apache-2.0
/**
 * Files by awaiting: {@link dev.weft.file.AsyncFile} is an open file, {@link dev.weft.file.AsyncFiles} has what needs none, such as reading
 * a whole file, listing a directory and watching one. What blocks runs on the threads that {@link dev.weft.Weft#blocking} uses (decision
 * 57).
 */
@NullMarked
package dev.weft.file;

import org.jspecify.annotations.NullMarked;
