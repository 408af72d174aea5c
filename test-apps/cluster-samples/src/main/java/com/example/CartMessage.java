// SPDX-License-Identifier: Apache-2.0
package com.example;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

// region message
/** What a cart is told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
@JsonSubTypes({@JsonSubTypes.Type(CartMessage.Add.class), @JsonSubTypes.Type(CartMessage.Look.class)})
sealed interface CartMessage {
    /** Puts an item in. */
    record Add(String item) implements CartMessage {}

    /** Asks what is in it. */
    record Look() implements CartMessage {}
}
// endregion
