package org.plankton;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.command.Installation;
import org.plankton.database.TablesReport;
import org.plankton.health.Diagnosis;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.settings.Settings;

/** Puts together what the command line works on: the service's parts, of the same settings, without servlets. */
final class CommandInstallation implements Installation, AutoCloseable {
    private final Parts parts = new Parts();
    private final Clock clock = Clock.systemUTC();
    private final CommandSettings settings;
    private final Operator operator;
    private final CommandRegistry registry;

    /**
     * @param properties the system's
     * @param file the context file; read if it is there
     * @param isNamed whether it has to be there
     * @param token file with the operator's
     * @throws Unusable if the file cannot be read
     */
    CommandInstallation(
            Map<String, String> properties,
            Map<String, String> environment,
            Path file,
            boolean isNamed,
            Optional<Path> token) {
        this.settings = new CommandSettings(properties, environment, file, isNamed);
        this.operator = new Operator(token, settings, clock, parts);
        this.registry = new CommandRegistry(settings, clock, parts);
    }

    @Override
    public Settings.Report report() {
        return settings.report();
    }

    @Override
    public Settings settings() {
        return settings.usable();
    }

    @Override
    public TablesReport tables() {
        return registry.tables();
    }

    @Override
    public void migrate() {
        registry.migrate();
    }

    @Override
    public Registry registry() {
        return registry.registry();
    }

    @Override
    public Catalogue catalogue() {
        return registry.catalogue();
    }

    @Override
    public MirrorWalk bridge() {
        return registry.bridge();
    }

    @Override
    public List<Supplier<List<Diagnosis>>> examinations(Optional<String> url) {
        return new Examinations(this, operator.given(), clock).all(url);
    }

    @Override
    public Caller operator() {
        return operator.caller();
    }

    @Override
    public Caller operatorOfStore() {
        return operator.callerOfStore();
    }

    @Override
    public ImageSource glance(GlanceAddress address) {
        return glances().api(address, 1);
    }

    @Override
    public ImageSource glanceDatabase(String url, String user, String password, Optional<String> store) {
        return glances().database(url, user, password, store);
    }

    @Override
    public ByteSource glanceBytes(GlanceAddress address, int atOnce) {
        return glances().api(address, atOnce);
    }

    private GlanceSources glances() {
        return new GlanceSources(settings.usable().store(), registry.objects(), operator, parts);
    }

    /** What is under way is ended. */
    @Override
    public void close() {
        parts.close();
    }
}
