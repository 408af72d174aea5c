// SPDX-License-Identifier: Apache-2.0
/**
 * Input and output, whatever it goes through: {@link dev.weft.io.ByteStream}, the front door, is what bytes are read from and written to; a
 * {@link dev.weft.io.Transport} carries them, and whoever brings another kind of stream writes one. What is no stream has {@link
 * dev.weft.io.Operation operations} of its own on an {@link dev.weft.io.Endpoint}. Uses {@code dev.weft} and {@code
 * dev.weft.spi}; {@code dev.weft.net} and others are written on it, never the reverse.
 */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
