// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import com.example.targets.BlockingGenerator;
import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.StepRequest;
import dev.weft.support.Jdwp;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A debugger, as an IDE is one: attached through JDWP, with the classes that are not the user's filtered out of its steps. It steps
 * into everything that is left, and so passes each line that the user's code executes.
 */
final class Session implements AutoCloseable {
    /** Some shapes take thousands of turns. */
    static final int MOST_STOPS = 400;

    /** A loop whose counter is lost never ends, and then neither step nor breakpoint comes. */
    private static final long LONGEST_SILENCE_MILLIS = 60_000;

    /** The method that a thread of a blocking generator runs: it is stepped through as the one is that goes on when it emits. */
    private static final String GENERATOR_BEGINS = "run";

    /** Called from a class that is filtered out, a method is stepped into behind its first instruction. */
    private static final int LONGEST_FIRST = 5;

    private final Process debuggee;
    private final VirtualMachine vm;
    private final Map<String, List<Stop>> traces = new LinkedHashMap<>();
    private final Map<Long, Integer> depths = new HashMap<>();
    private int withoutLine;
    private List<Stop> current = new ArrayList<>();

    private Session(Process debuggee, VirtualMachine vm) {
        this.debuggee = debuggee;
        this.vm = vm;
    }

    /** Attaches to a JVM that waits in front of its first instruction. */
    static Session attach(Process debuggee) throws IOException {
        return new Session(debuggee, connect(debuggee));
    }

    /** The JVM that waits in front of its first instruction. */
    static VirtualMachine connect(Process debuggee) throws IOException {
        BufferedReader output = debuggee.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher listening = Jdwp.LISTENING.matcher(said);
            if (listening.find()) {
                drain(output);
                return attach(listening.group(1));
            }
        }
        throw new IllegalStateException(said.toString());
    }

    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> output.lines().forEach(line -> System.out.println("debuggee: " + line)));
        thread.setDaemon(true);
        thread.start();
    }

    private static VirtualMachine attach(String port) throws IOException {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(c -> c.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue(port);
        try {
            return connector.attach(arguments);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the program to where it calls {@link Debuggee#next} for the last time, and steps through each shape. */
    void stepThroughAll() throws Exception {
        for (String name : List.of(Debuggee.class.getName(), BlockingGenerator.class.getName())) {
            ClassPrepareRequest prepared = vm.eventRequestManager().createClassPrepareRequest();
            prepared.addClassFilter(name);
            prepared.enable();
        }
        vm.resume();
        boolean ended = false;
        while (!ended) {
            EventSet events = vm.eventQueue().remove(LONGEST_SILENCE_MILLIS);
            if (events == null) {
                throw new IllegalStateException("the program hangs, in or behind the last of " + traces.keySet());
            }
            for (Event event : events) {
                ended |= handle(event);
            }
            if (!ended) {
                events.resume();
            }
        }
    }

    /** Says whether that was the end. */
    private boolean handle(Event event) throws Exception {
        EventRequestManager requests = vm.eventRequestManager();
        if (event instanceof ClassPrepareEvent prepare) {
            boolean isDebuggee = prepare.referenceType().name().equals(Debuggee.class.getName());
            String method = isDebuggee ? "next" : GENERATOR_BEGINS;
            Location at = prepare.referenceType().methodsByName(method).get(0).location();
            requests.createBreakpointRequest(at).enable();
        } else if (event instanceof BreakpointEvent stop
                && stop.location().method().name().equals(GENERATOR_BEGINS)) {
            if (!requests.stepRequests().isEmpty()) {
                step(stop.thread());
            }
        } else if (event instanceof BreakpointEvent stop) {
            requests.deleteEventRequests(List.copyOf(requests.stepRequests()));
            String shape = ((StringReference)
                            stop.thread().frame(0).getArgumentValues().get(0))
                    .value();
            if (!shape.isEmpty() && !shape.equals(Debuggee.END)) {
                current = new ArrayList<>();
                depths.clear();
                traces.put(shape, current);
                step(stop.thread());
            }
            return shape.equals(Debuggee.END);
        } else if (event instanceof StepEvent step) {
            Location at = step.location();
            if (at.lineNumber() < 0) {
                withoutLine++;
            } else if (!at.method().isBridge()) { // past which woven calls go once they know the class
                current.add(stop(step));
            }
            if (current.size() == MOST_STOPS) {
                requests.deleteEventRequests(List.copyOf(requests.stepRequests()));
            }
        }
        return false;
    }

    private void step(ThreadReference thread) {
        StepRequest step =
                vm.eventRequestManager().createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_INTO);
        step.addClassFilter(Shapes.PACKAGE + "*");
        step.enable();
    }

    private Stop stop(LocatableEvent event) throws IncompatibleThreadStateException, AbsentInformationException {
        Location at = event.location();
        int frames = event.thread().frameCount();
        Integer before = depths.put(event.thread().uniqueID(), frames);
        boolean begins = (frames > (before == null ? 0 : before) && at.codeIndex() <= LONGEST_FIRST)
                || at.method().allLineLocations().contains(at);
        return new Stop(
                at.declaringType().name() + "." + at.method().name(),
                at.lineNumber(),
                begins,
                begins ? locals(event.thread().frame(0)) : Map.of());
    }

    private static Map<String, String> locals(StackFrame frame) {
        Map<String, String> shown = new TreeMap<>();
        try {
            frame.getValues(frame.visibleVariables())
                    .forEach((variable, value) -> shown.put(name(variable), Shown.of(value)));
        } catch (AbsentInformationException e) {
            shown.put("", "no table of variables");
        }
        return shown;
    }

    private static String name(LocalVariable variable) {
        return variable.name() + " " + variable.typeName();
    }

    /** The stops of each shape, in the order in which the shapes ran. */
    Map<String, List<Stop>> traces() {
        return traces;
    }

    /** How many steps ended in a method that has no lines, in which an IDE does not stop. */
    int withoutLine() {
        return withoutLine;
    }

    /** The class that the program has loaded by this name; null if none. */
    @Nullable
    ReferenceType loaded(String name) {
        List<ReferenceType> types = vm.classesByName(name);
        return types.isEmpty() ? null : types.get(0);
    }

    /** The classes of shapes that the program has loaded. */
    List<ReferenceType> loaded() {
        return vm.allClasses().stream()
                .filter(type -> type.name().startsWith(Shapes.PACKAGE))
                .toList();
    }

    @Override
    public void close() {
        debuggee.destroyForcibly();
    }
}
