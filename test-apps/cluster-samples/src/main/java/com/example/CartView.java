// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.List;

/**
 * What is in a cart.
 *
 * @param node who owns it
 * @param items with their prices
 */
record CartView(String node, List<String> items) {}
