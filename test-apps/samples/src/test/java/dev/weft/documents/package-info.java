// SPDX-License-Identifier: Apache-2.0
/**
 * What the documents of this repository show, held to the sources and to one another; and the script that runs what they show. What the
 * programs print is compared by the end-to-end tests.
 */
package dev.weft.documents;
