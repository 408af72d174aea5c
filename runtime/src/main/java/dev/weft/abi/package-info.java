// SPDX-License-Identifier: Apache-2.0
/** The contract between woven code and the runtime; not for use by hand. */
@NullMarked
package dev.weft.abi;

import org.jspecify.annotations.NullMarked;
