// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The text that was given for each option, from the agent's arguments or else from a system property. */
final class OptionValues {
    /** Joins the values of a repeated key; also what separates them inside one value. */
    static final String SEPARATOR = ";";

    private final Map<OptionKey, String> values = new EnumMap<>(OptionKey.class);

    private OptionValues() {}

    /**
     * Reads both sources.
     *
     * @param arguments what stands behind the {@code =} of {@code -javaagent}, null if nothing does
     * @param properties gives the value of a system property, or null
     */
    static OptionValues read(@Nullable String arguments, UnaryOperator<@Nullable String> properties)
            throws OptionException {
        OptionValues result = new OptionValues();
        result.readArguments(arguments == null ? "" : arguments);
        for (OptionKey key : OptionKey.values()) {
            String value = properties.apply(key.property());
            if (value != null) {
                result.values.putIfAbsent(key, value.strip());
            }
        }
        return result;
    }

    @Nullable
    String get(OptionKey key) {
        return values.get(key);
    }

    private void readArguments(String arguments) throws OptionException {
        for (String argument : arguments.split(",", -1)) {
            if (!argument.isBlank()) {
                readArgument(argument);
            }
        }
    }

    private void readArgument(String argument) throws OptionException {
        int equals = argument.indexOf('=');
        OptionKey key = OptionKey.named((equals < 0 ? argument : argument.substring(0, equals)).strip());
        String value = equals < 0 ? "" : argument.substring(equals + 1).strip();
        String before = values.get(key);
        if (before != null && !key.isList()) {
            throw new OptionException("option \"" + key.text() + "\" is given twice");
        }
        values.put(key, before == null ? value : before + SEPARATOR + value);
    }
}
