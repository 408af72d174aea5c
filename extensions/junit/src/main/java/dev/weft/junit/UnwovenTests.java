// SPDX-License-Identifier: Apache-2.0
package dev.weft.junit;

import dev.weft.NotWovenException;
import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/**
 * Fails each test that returns a task or stage and is not woven. JUnit passes over such a method, up to 5.12 without a word, so a build
 * that has lost the weaver would have no failure and no tests. Where all is woven this finds nothing. Found by JUnit's service loader.
 */
public final class UnwovenTests implements TestEngine {
    private static final EngineDiscoveryRequestResolver<TestDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.builder()
                    .addClassContainerSelectorResolver(
                            type -> !UnwovenTest.in(type).isEmpty())
                    .addSelectorResolver(new UnwovenTestResolver())
                    .build();

    /** For the service loader. */
    public UnwovenTests() {}

    @Override
    public String getId() {
        return "weft-unwoven";
    }

    @Override
    public Optional<String> getGroupId() {
        return Optional.of("dev.weft");
    }

    @Override
    public Optional<String> getArtifactId() {
        return Optional.of("weft-junit");
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor engine = new EngineDescriptor(id, "Weft, tests that are not woven");
        RESOLVER.resolve(request, engine);
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor engine = request.getRootTestDescriptor();
        EngineExecutionListener listener = request.getEngineExecutionListener();
        listener.executionStarted(engine);
        for (TestDescriptor test : engine.getChildren()) {
            listener.executionStarted(test);
            listener.executionFinished(
                    test, TestExecutionResult.failed(new NotWovenException(((UnwovenTest) test).message())));
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }
}
