// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import dev.weft.support.Jdwp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;

/** A program all of whose threads a debugger has stopped, when one of them came to a line. Goes on when this is closed. */
final class Standstill implements AutoCloseable {
    /** The option of {@code java} for a program that does not wait for the debugger. */
    static final String OPTION = Jdwp.OPTION.replace("suspend=y", "suspend=n");

    private final VirtualMachine vm;
    private final ThreadReference thread;

    /** Attaches to what has printed this, and waits until it comes to a line of a class that is loaded. */
    Standstill(String printed, String className, int line) throws Exception {
        Matcher port = Jdwp.LISTENING.matcher(printed);
        if (!port.find()) {
            throw new IllegalStateException(printed);
        }
        vm = attach(port.group(1));
        BreakpointRequest stop = vm.eventRequestManager()
                .createBreakpointRequest(type(className).locationsOfLine(line).get(0));
        stop.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        stop.enable();
        thread = nextStop();
        stop.disable();
    }

    private static VirtualMachine attach(String port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue(port);
        return connector.attach(arguments);
    }

    private ReferenceType type(String name) {
        return vm.classesByName(name).get(0);
    }

    private ThreadReference nextStop() throws InterruptedException {
        while (true) {
            EventSet events = vm.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof BreakpointEvent at) {
                    return at.thread();
                }
            }
            events.resume();
        }
    }

    /** Calls a static method that returns a string, while no other thread runs. */
    String call(String className, String method) throws Exception {
        ClassType type = (ClassType) type(className);
        return ((StringReference) type.invokeMethod(
                        thread, type.methodsByName(method).get(0), List.of(), ClassType.INVOKE_SINGLE_THREADED))
                .value();
    }

    @Override
    public void close() {
        vm.dispose();
    }
}
