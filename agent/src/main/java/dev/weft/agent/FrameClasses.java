// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.ProtectionDomain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defines frame classes in the loader and package of their woven class, just before the JVM defines that one. Their
 * package decides which module they belong to, so they are in the module of the woven class too. Any thread.
 *
 * <p>A {@link MethodHandles.Lookup} could define them without help, but only once a class of the package exists, which
 * is too late: nothing calls us between the definition of the woven class and its first use. So this calls
 * {@code ClassLoader.defineClass}, which is protected and in a package that is open to {@link OwnModule} alone.
 *
 * <p>This cannot deadlock with class loading. {@code defineClass} takes no lock of the loader in Java. A loader that is
 * not parallel capable is locked by the JVM, but the thread that loads the woven class through it holds that lock already.
 * What remains is the superclass of a frame class, which the JVM asks the loader for: so a thread may hold the lock on
 * the name of an application's class while it waits for that of a class of the runtime. Nobody waits the other way
 * round, because the runtime's classes need none of an application's to be defined. And the JVM itself takes locks in
 * the same order whenever it resolves a superclass.
 *
 * <p>Nothing here may load a class that could need weaving: while a thread is inside a transformer, the JVM calls no
 * transformer for the classes which that thread loads.
 */
final class FrameClasses implements Step {
    private static final MethodType DEFINE_CLASS = MethodType.methodType(
            Class.class, String.class, byte[].class, int.class, int.class, ProtectionDomain.class);
    private static final MethodType FIND_LOADED_CLASS = MethodType.methodType(Class.class, String.class);

    private final MethodHandle defineClass;
    private final MethodHandle findLoadedClass;
    private final Report report;

    /**
     * Makes the step.
     *
     * @param lookup one that sees the protected methods of {@code ClassLoader}
     */
    FrameClasses(MethodHandles.Lookup lookup, Report report) throws IllegalAccessException, NoSuchMethodException {
        this.defineClass = lookup.findVirtual(ClassLoader.class, "defineClass", DEFINE_CLASS);
        this.findLoadedClass = lookup.findVirtual(ClassLoader.class, "findLoadedClass", FIND_LOADED_CLASS);
        this.report = report;
    }

    @Override
    public boolean take(WovenClass woven) {
        for (Map.Entry<String, byte[]> frameClass : woven.frameClasses().entrySet()) {
            try {
                define(woven, frameClass.getKey().replace('/', '.'), frameClass.getValue());
            } catch (NoClassDefFoundError noRuntime) {
                report.warning(woven.displayName() + " is not woven, because its class loader does not find "
                        + noRuntime.getMessage() + "; weft-runtime must be visible to it");
                return false;
            }
        }
        return true;
    }

    private void define(WovenClass woven, String name, byte[] classFile) {
        try {
            defineClass(woven.loader(), name, classFile, woven.domain());
        } catch (LinkageError e) {
            // Another thread was loading the same class, or a first attempt to define it failed after this. Weaving
            // always gives the same bytes, so what is there will do.
            if (!isDefined(woven.loader(), name)) {
                throw e;
            }
        }
    }

    private void defineClass(ClassLoader loader, String name, byte[] classFile, @Nullable ProtectionDomain domain) {
        try {
            Class<?> unused = (Class<?>) defineClass.invokeExact(loader, name, classFile, 0, classFile.length, domain);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new LinkageError(name, impossible);
        }
    }

    private boolean isDefined(ClassLoader loader, String name) {
        try {
            Class<?> loaded = (Class<?>) findLoadedClass.invokeExact(loader, name);
            return loaded != null && loaded.getClassLoader() == loader;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new LinkageError(name, impossible);
        }
    }
}
