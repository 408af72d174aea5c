// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import dev.weft.diagnostic.Finding;
import dev.weft.files.ClassFiles;
import dev.weft.files.RefusedException;
import dev.weft.files.WeaveSummary;
import java.io.File;
import java.io.IOException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** Weaves a folder of class files where they are. */
abstract class WeaveGoal extends AbstractMojo {
    /** Whether to weave nothing. */
    @Parameter(property = "weft.skip", defaultValue = "false")
    private boolean skip;

    /** Whether the build fails if a method cannot be woven. If not, such a method throws when it is called. */
    @Parameter(property = "weft.failOnRefusal", defaultValue = "true")
    private boolean failOnRefusal;

    /** Whether to weave for debuggers: variables that nothing reads any more keep their values over a suspension. */
    @Parameter(property = "weft.debug", defaultValue = "false")
    private boolean debug;

    /** Only for subclasses. */
    WeaveGoal() {}

    abstract File classes();

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        File classes = classes();
        if (skip || !classes.isDirectory()) {
            getLog().info(skip ? "Weaving is skipped." : "No classes to weave.");
            return;
        }
        WeaveSummary summary = weave(classes);
        for (Finding finding : summary.findings()) {
            getLog().warn(finding.message());
        }
        getLog().info("Woven: " + summary.woven().size() + " of " + summary.classes() + " classes in " + classes);
        if (failOnRefusal && !summary.refused().isEmpty()) {
            throw new MojoFailureException(summary.refused().size() + " methods or classes cannot be woven, the first: "
                    + summary.refused().get(0).message());
        }
    }

    private WeaveSummary weave(File classes) throws MojoExecutionException {
        try {
            return ClassFiles.weave(classes.toPath(), classes.toPath(), debug);
        } catch (IOException | RefusedException e) {
            throw new MojoExecutionException("cannot weave " + classes, e);
        }
    }
}
