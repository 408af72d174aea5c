// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/**
 * What javac starts with {@code -Xplugin:Weft}, and without that too if the jar is on its processor path. It checks the source;
 * {@link WeftProcessor} brings what weaving needs besides.
 */
public final class WeftPlugin implements Plugin {
    /** Called by javac. */
    public WeftPlugin() {}

    @Override
    public String getName() {
        return "Weft";
    }

    /**
     * Not from the path {@code --processor-module-path}: javac loads the plugins there apart from the processors, so the two would
     * not meet. The processor does all by itself then.
     */
    @Override
    public boolean autoStart() {
        return !getClass().getModule().isNamed();
    }

    @Override
    public void init(JavacTask task, String... args) {
        Compilation.of(task).configure(Settings.ofPlugin(args));
    }
}
