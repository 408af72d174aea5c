// SPDX-License-Identifier: Apache-2.0
/** Woven code on the threads of Netty, Vert.x and Swing: what the guide shows. */
package com.example.loops;
