// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The options for the runtime, which knows nothing of the agent and reads system properties. The agent refuses values that the runtime
 * could not read, so that a mistake shows at the start.
 */
final class RuntimeOptions {
    private static final Pattern TIME = Pattern.compile("off|[0-9]+(ms|s|m)?");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private RuntimeOptions() {}

    /** Whether classes are woven, and tasks run, for a debugger. */
    static boolean isForDebuggers(OptionValues values) throws OptionException {
        String text = values.get(OptionKey.DEBUG);
        if (text == null) {
            return false;
        }
        return switch (text) {
            case "", "true" -> true;
            case "false", "on", "off" -> false;
            default -> throw Options.bad(OptionKey.DEBUG, text, "true, false, on or off");
        };
    }

    /** The system properties that the options stand for. */
    static Map<String, String> properties(OptionValues values) throws OptionException {
        Map<String, String> properties = new TreeMap<>();
        for (OptionKey key : OptionKey.values()) {
            String text = values.get(key);
            if (text != null && key.isForRuntime()) {
                check(key, text);
                properties.put(key.property(), text.isEmpty() ? "true" : text);
            }
        }
        String debug = values.get(OptionKey.DEBUG);
        if (debug != null) {
            properties.put(OptionKey.DEBUG.property(), debug.isEmpty() ? "true" : debug);
        }
        if (isForDebuggers(values)) {
            properties.putIfAbsent(OptionKey.STEP.property(), "true");
            properties.putIfAbsent(OptionKey.STALL.property(), "off"); // who stands at a breakpoint blocks the loop
        }
        return properties;
    }

    private static void check(OptionKey key, String text) throws OptionException {
        switch (key) {
            case STEP, STRICT ->
                require(key, text, text.isEmpty() || text.equals("true") || text.equals("false"), "true or false");
            case STALL -> require(key, text, TIME.matcher(text).matches(), "a time such as 250ms or 2s, or off");
            case LOST -> require(key, text, text.equals("on") || text.equals("off"), "on or off");
            case HISTORY -> require(key, text, NUMBER.matcher(text).matches(), "a number from 1 on");
            case SIGNAL -> require(key, text, text.equals("USR1"), "USR1");
            case REDACT -> require(key, text, isExpression(text), "a regular expression");
            default -> require(key, text, !text.isEmpty(), "a file");
        }
    }

    private static boolean isExpression(String text) {
        try {
            return !text.isEmpty() && !Pattern.compile(text).pattern().isEmpty();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static void require(OptionKey key, String text, boolean isGood, String expected) throws OptionException {
        if (!isGood) {
            throw Options.bad(key, text, expected);
        }
    }
}
