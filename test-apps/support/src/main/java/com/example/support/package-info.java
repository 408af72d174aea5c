// SPDX-License-Identifier: Apache-2.0
/** What tests are started by in a JVM of its own. */
@NullMarked
package com.example.support;

import org.jspecify.annotations.NullMarked;
