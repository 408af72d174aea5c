// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.weft.internal.profile;

import org.jspecify.annotations.NullMarked;
