package org.plankton.bench;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.plankton.database.LimitPool;
import org.plankton.development.Service;
import org.plankton.development.ServiceProcess;
import org.slf4j.LoggerFactory;

/**
 * The service as it is deployed, with the development cloud, and beside it in the same web application what it is held
 * against: bare servlets that answer the same on connections like the service's, but of their own.
 */
final class BenchService {
    static final String LIMIT = "/bench/limit";
    static final String QUESTIONS = "/bench/questions";
    static final String HEAP = "/bench/heap";
    static final String COMPILING = "/bench/compiling";

    private static final String IDENTITY = "/bench/identity";

    private BenchService() {}

    /** @param arguments the folder of the cloud's files */
    public static void main(String[] arguments) throws IOException {
        Path cloud = Path.of(System.getProperty(Deployment.CLOUD));
        logTo(Path.of(System.getProperty(Deployment.LOG)));
        ServiceProcess.serve(Service.startWithCloud(Map.of(), cloud, BenchService::mount));
    }

    /** The log as it is deployed, all that it costs, but in a file: the output is {@link ServiceProcess}'s. */
    private static void logTo(Path file) throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender("stdout") instanceof OutputStreamAppender<ILoggingEvent> deployed) {
            deployed.setOutputStream(Files.newOutputStream(file));
        } else {
            throw new IllegalStateException("the log is not as src/main/resources/logback.xml has it");
        }
    }

    private static void mount(String address, ServletContext context) {
        DataSource pool = LimitPool.open(
                System.getProperty("plankton.database.url"),
                System.getProperty("plankton.database.user"),
                "",
                Deployment.CONNECTIONS);
        System.setProperty("plankton.identity.url", address + IDENTITY);
        CountingIdentity identity = new CountingIdentity();
        add(context, "bench identity", identity, IDENTITY + "/tokens");
        add(context, "bench questions", identity.report(), QUESTIONS);
        add(context, "bench heap", new HeapServlet(), HEAP);
        add(context, "bench compiling", new CompilingServlet(), COMPILING);
        add(context, "bench head", new HeadLimit(pool), LIMIT + "/images/*");
        add(context, "bench detail", new DetailLimit(pool, DetailLimit.Form.GUIDE), LIMIT + "/images/detail");
        add(
                context,
                "bench glance detail",
                new DetailLimit(pool, DetailLimit.Form.GLANCE),
                LIMIT + Mount.GLANCE.path + "/images/detail");
        add(context, "bench register", new RegisterLimit(pool, address + "/cloud/object-store/v1"), LIMIT + "/images");
    }

    private static void add(ServletContext context, String name, Servlet servlet, String mapping) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setLoadOnStartup(1);
        registration.addMapping(mapping);
    }
}
