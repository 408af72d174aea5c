// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Weaves the test classes of the project, whatever compiler made them. What javac with Weft's compiler plugin has made is woven
 * already, and stays as it is.
 */
@Mojo(name = "weave-tests", defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES, threadSafe = true)
public final class WeaveTestsMojo extends WeaveGoal {
    /** The folder with the class files. */
    @Parameter(defaultValue = "${project.build.testOutputDirectory}", required = true)
    @SuppressWarnings("NullAway.Init") // by Maven
    private File classes;

    /** Called by Maven. */
    public WeaveTestsMojo() {}

    @Override
    File classes() {
        return classes;
    }
}
