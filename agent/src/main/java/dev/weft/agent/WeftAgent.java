// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.weave.WeaveOptions;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the JVM starts the agent. It reads its options and installs its transformer, nothing else. */
public final class WeftAgent {
    // Classes and no lambdas: each of those takes the JVM longer than a class, and it makes them while the application
    // waits.

    private static final UnaryOperator<@Nullable String> SYSTEM_PROPERTIES = new UnaryOperator<>() {
        @Override
        public @Nullable String apply(@Nullable String property) {
            return property == null ? null : System.getProperty(property);
        }
    };

    private record Weaving(WeaveOptions options) implements Function<byte[], WeaveResult> {
        @Override
        public WeaveResult apply(byte[] classFile) {
            return Weaver.weave(classFile, options);
        }
    }

    private WeftAgent() {}

    /**
     * Called by the JVM for {@code -javaagent}, before the application's {@code main}.
     *
     * @param arguments the options, or null
     * @param instrumentation where to install the transformer
     * @throws ReflectiveOperationException if the JDK is not what the agent was written for; the JVM then stops
     */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation)
            throws ReflectiveOperationException {
        try {
            OptionKey.refuseMisspelt(System.getProperties().stringPropertyNames());
            start(Options.read(arguments, SYSTEM_PROPERTIES), instrumentation);
        } catch (OptionException e) {
            // Not thrown on to the JVM, which would bury the message under a stack trace.
            System.err.println("[weft] " + e.getMessage());
            System.err.print(OptionKey.help());
            System.exit(1);
        }
    }

    /**
     * Called by the JVM for {@code Launcher-Agent-Class}, before the application's {@code main} too.
     *
     * @param arguments the options, or null
     * @param instrumentation where to install the transformer
     * @throws ReflectiveOperationException if the JDK is not what the agent was written for
     */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation)
            throws ReflectiveOperationException {
        premain(arguments, instrumentation);
    }

    private static void start(Options options, Instrumentation instrumentation)
            throws OptionException, ReflectiveOperationException {
        if (options.help()) {
            System.out.print(OptionKey.help());
            System.exit(0);
        }
        Report report = Report.toStandardError();
        ClassFilter filter = new ClassFilter(options.include(), options.exclude());
        List<Step> steps = steps(options, instrumentation, report);
        WeaveOptions weaving = new WeaveOptions(options.entries(), options.debug());
        for (Map.Entry<String, String> property : options.properties().entrySet()) {
            if (System.getProperty(property.getKey()) == null) {
                System.setProperty(property.getKey(), property.getValue());
            }
        }
        if (options.entries()) {
            System.setProperty(
                    "weft.entries", "true"); // the runtime decides about calls into classes woven at build time
        }
        instrumentation.addTransformer(new WeavingTransformer(filter, new Weaving(weaving), steps, report));
        if (instrumentation.isRetransformClassesSupported()) { // not so in a jar that is started with an agent in it
            instrumentation.addTransformer(new Redefinitions(report), true);
        }
    }

    /** Dumped first, so that a class which fails the check can be looked at; defined last, when nothing can fail. */
    private static List<Step> steps(Options options, Instrumentation instrumentation, Report report)
            throws OptionException, ReflectiveOperationException {
        List<Step> steps = new ArrayList<>();
        Path dump = options.dump();
        if (dump != null) {
            steps.add(ClassDump.into(dump, report));
        }
        if (options.verify()) {
            steps.add(new ClassCheck(report));
        }
        steps.add(new FrameClasses(OwnModule.lookup(instrumentation), report));
        return steps;
    }
}
