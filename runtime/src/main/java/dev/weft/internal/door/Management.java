// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Registers {@link TasksBean} when somebody has started Java Management, and not before: to start it takes 200 ms of a processor and 10 to
 * 20 MB, and to look whether it is there takes some microseconds. Loaded only where the module {@code java.management} is present. One thread.
 */
final class Management implements AutoCloseable {
    /** As many runtimes as can be in a process: each has its own loader, and so its own tasks. */
    private static final int MOST = 99;

    private @Nullable ObjectName registered;
    private boolean hasFailed;

    /** Looks whether Java Management has come. */
    void look() {
        if (registered == null && !hasFailed) {
            try {
                for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
                    lookAt(server);
                }
            } catch (JMException | RuntimeException | LinkageError failed) {
                hasFailed = true;
                Doors.log("The MBean of the tasks was not registered", failed);
            }
        }
    }

    /** An application may have servers of its own; only the JVM's has the beans of the JVM. */
    private void lookAt(MBeanServer server) throws JMException {
        if (registered == null && server.isRegistered(new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME))) {
            register(server);
        }
    }

    private void register(MBeanServer server) throws JMException {
        for (int number = 1; number <= MOST && registered == null; number++) {
            register(server, new ObjectName("dev.weft:type=Tasks" + (number == 1 ? "" : ",runtime=" + number)));
        }
    }

    private void register(MBeanServer server, ObjectName name) throws JMException {
        try {
            server.registerMBean(new TasksBean(), name);
            registered = name;
        } catch (InstanceAlreadyExistsException taken) {
            return; // by another runtime: the next name may be free
        }
    }

    @Override
    public void close() throws JMException {
        if (registered != null) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
        }
    }
}
