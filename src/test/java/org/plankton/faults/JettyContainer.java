package org.plankton.faults;

import java.util.Map;
import org.plankton.development.ServiceProcess;

/** Jetty, as {@code mvn jetty:run} has it, with the heap of {@code tomcat-conf/setenv.sh}. */
final class JettyContainer implements Container {
    @Override
    public String name() {
        return "Jetty";
    }

    @Override
    public boolean readsUnreadBodies() {
        return false;
    }

    @Override
    public Deployed start(Map<String, String> settings) {
        ServiceProcess process = ServiceProcess.start(settings, "-Xms512m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
        return new Deployed(process.address(), process.process());
    }
}
