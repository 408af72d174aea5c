// SPDX-License-Identifier: Apache-2.0
/** Primitives as users write them, each with a fault that the order of a real loop hides. The explorer finds it. */
package com.example.semantics.explore.broken;
