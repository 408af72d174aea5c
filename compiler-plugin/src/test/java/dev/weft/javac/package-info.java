// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.javac;

import org.jspecify.annotations.NullMarked;
