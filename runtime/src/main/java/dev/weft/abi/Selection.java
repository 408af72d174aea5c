// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an instance method means for the objects of a class, as the JVM selects it (JVMS 5.4.6), to the extent that it
 * matters: whether that is an async method that was woven.
 *
 * @param caller who calls
 * @param declaring the class or interface where the caller found the method
 * @param modifiers its modifiers, by which it can be overridden or not
 * @param name the name
 * @param type its parameters and result
 */
record Selection(Class<?> caller, Class<?> declaring, int modifiers, String name, MethodType type) {
    static Selection of(MethodHandles.Lookup caller, MethodHandle entry) {
        MethodHandleInfo info = caller.revealDirect(entry);
        return new Selection(
                caller.lookupClass(),
                info.getDeclaringClass(),
                info.getModifiers(),
                info.getName(),
                info.getMethodType());
    }

    /** Returns what is called, for messages. */
    String method() {
        return declaring.getName() + "." + name + "(...)";
    }

    /**
     * Whether the caller may remember a class: one of its own loader, or of one above it, lives as long as the caller in any case.
     */
    boolean mayRemember(Class<?> type) {
        ClassLoader loader = caller.getClassLoader();
        while (loader != null && loader != type.getClassLoader()) {
            loader = loader.getParent();
        }
        return loader == type.getClassLoader() && !type.isHidden();
    }

    /** Whether this body is what a call on objects of this class runs, by way of an entry that does nothing else. */
    boolean leadsTo(MethodHandle body, Class<?> objects) {
        try {
            Method selected = selectedIn(objects);
            Class<?> owner = selected.getDeclaringClass();
            String method = name + type.toMethodDescriptorString();
            Woven woven = owner.getDeclaredAnnotation(Woven.class);
            if (woven == null || woven.version() != Woven.VERSION || selected.getReturnType() != type.returnType()) {
                return false;
            }
            if (contains(woven.bodies(), method) || contains(woven.overridable(), method)) {
                return body.type().parameterType(0) == owner;
            }
            String target = targetOf(method + ">" + name, woven.overridable());
            return target != null && withType(target, owner).leadsTo(body, objects);
        } catch (NoSuchMethodException | LinkageError unknown) { // a class that a signature names may not be there
            return false;
        }
    }

    private Method selectedIn(Class<?> objects) throws NoSuchMethodException {
        if (Modifier.isPrivate(modifiers)) {
            return declaring.getDeclaredMethod(name, type.parameterArray());
        }
        for (Class<?> each = objects; each != null; each = each.getSuperclass()) {
            Method declared = declaredBy(each);
            if (declared != null) {
                return declared;
            }
        }
        return objects.getMethod(name, type.parameterArray()); // of an interface
    }

    /** A method without modifier is overridden in its package alone; what else has the name is another method. */
    private @Nullable Method declaredBy(Class<?> type) throws NoSuchMethodException {
        if ((modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0 && !isInPackageOf(type)) {
            throw new NoSuchMethodException();
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)
                    && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                            .equals(this.type)) {
                return method;
            }
        }
        return null;
    }

    private boolean isInPackageOf(Class<?> type) {
        return type.getClassLoader() == declaring.getClassLoader()
                && type.getPackageName().equals(declaring.getPackageName());
    }

    /** The descriptor to which a bridge leads; null if it is none. */
    private static @Nullable String targetOf(String bridge, String[] overridable) {
        for (String method : overridable) {
            if (method.startsWith(bridge)) {
                return method.substring(bridge.length());
            }
        }
        return null;
    }

    private Selection withType(String descriptor, Class<?> owner) {
        MethodType target = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
        return new Selection(caller, declaring, modifiers, name, target);
    }

    private static boolean contains(String[] methods, String method) {
        return Arrays.asList(methods).contains(method);
    }
}
