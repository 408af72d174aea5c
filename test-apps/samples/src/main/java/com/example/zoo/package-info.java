// SPDX-License-Identifier: Apache-2.0
/** The scenes of the zoo, a class for each kind. */
package com.example.zoo;
