// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.javac.check;

import org.jspecify.annotations.NullMarked;
