// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import picocli.CommandLine.Model.PositionalParamSpec;

/** Parameters that have no name and are told apart by their place, each a text. */
final class Positional {
    private Positional() {}

    static PositionalParamSpec required(int place, String label, String meaning) {
        return of(place, "1", label, meaning);
    }

    static PositionalParamSpec optional(int place, String label, String meaning) {
        return of(place, "0..1", label, meaning);
    }

    private static PositionalParamSpec of(int place, String arity, String label, String meaning) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(place))
                .arity(arity)
                .required(arity.equals("1"))
                .type(String.class)
                .paramLabel(label)
                .description(meaning)
                .build();
    }
}
