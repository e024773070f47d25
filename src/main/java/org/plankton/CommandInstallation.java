package org.plankton;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.plankton.command.Installation;
import org.plankton.database.MariaDb;
import org.plankton.database.TablesReport;
import org.plankton.health.Diagnosis;
import org.plankton.identity.KeystoneIdentity;
import org.plankton.journal.AuditJournal;
import org.plankton.journal.LogJournal;
import org.plankton.registry.Operations;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.HashThreads;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.View;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.turns.Turns;
import org.plankton.settings.ContextFile;
import org.plankton.settings.DatabaseSettings;
import org.plankton.settings.PithosSettings;
import org.plankton.settings.Settings;
import org.plankton.settings.UnusableSettings;

/**
 * What the command line works on: the same parts as the service's, of the same settings, without servlets; each made
 * when a command first needs it.
 */
final class CommandInstallation implements Installation, AutoCloseable {
    /** Of whatever is done at once: one command is one client, but its lists are read by threads of their own. */
    private static final int AT_ONCE = 4;

    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Path file;
    private final Optional<Path> token;
    private final Map<String, String> parameters;
    private final Parts parts = new Parts();
    private final Clock clock = Clock.systemUTC();
    private Settings settings;
    private MariaDb tables;
    private final Turns waiting = new Turns(AT_ONCE);
    private Identity identity;
    private OutsideParties.Store store;
    private Registry registry;

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
        this.properties = properties;
        this.environment = environment;
        this.file = file;
        this.token = token;
        this.parameters = parameters(file, isNamed);
    }

    private static Map<String, String> parameters(Path file, boolean isNamed) {
        if (!isNamed && !Files.exists(file)) {
            return Map.of();
        }
        try {
            return ContextFile.parameters(file);
        } catch (IOException e) {
            throw new Unusable("The settings cannot be read (--settings): " + e);
        }
    }

    @Override
    public Settings.Report report() {
        return Settings.report(properties, environment, parameters);
    }

    @Override
    public Settings settings() {
        if (settings == null) {
            try {
                settings = Settings.of(properties, environment, parameters);
            } catch (UnusableSettings e) {
                throw new Unusable(
                        "The settings cannot be used, with " + file + ":\n" + String.join("\n", e.problems()));
            }
        }
        return settings;
    }

    @Override
    public TablesReport tables() {
        DatabaseSettings database = settings().database();
        return MariaDb.report(database.url(), database.user(), database.password());
    }

    @Override
    public void migrate() {
        requireOwn(tables());
        try (MariaDb database = database()) {
            database.read(tables -> true);
        }
    }

    /** Only tables that are up to date: a service of another release may be using them. */
    private MariaDb usable() {
        if (tables == null) {
            requireTables(tables());
            tables = parts.keep(database());
        }
        return tables;
    }

    private MariaDb database() {
        DatabaseSettings database = settings().database();
        return new MariaDb(
                database.url(),
                database.user(),
                database.password(),
                AT_ONCE,
                new LogJournal(),
                new AuditJournal(clock));
    }

    @Override
    public Registry registry() {
        if (registry == null) {
            MariaDb database = usable();
            Set<String> admins = new HashSet<>(settings().admins());
            admins.add(Caller.SERVICE);
            registry = new Operations(
                    database,
                    store().objects(),
                    store().sharing(),
                    new Access(admins, settings().publishers() == Settings.Publishers.ANYONE),
                    new UploadBounds(settings().longestUpload(), settings().uploadLease()),
                    new Transfers(settings().store().transfers()),
                    parts.keep(new HashThreads()),
                    parts.keep(new LongLists(AT_ONCE / 2)),
                    waiting,
                    new Attempts(),
                    new ChangeClock(clock));
        }
        return registry;
    }

    @Override
    public MirrorWalk bridge() {
        PithosSettings pithos = settings()
                .pithos()
                .orElseThrow(() -> new Unusable("There is no bridge: plankton.pithos.database.url is not set."));
        return new MirrorWalk(usable(), OutsideParties.mirror(pithos, settings().store()));
    }

    private OutsideParties.Store store() {
        if (store == null) {
            store = OutsideParties.store(settings().store(), waiting, parts);
        }
        return store;
    }

    private static void requireOwn(TablesReport tables) {
        tables.refusal().ifPresent(refusal -> {
            throw new Unusable("The database " + refusal + ".");
        });
    }

    private static void requireTables(TablesReport tables) {
        requireOwn(tables);
        if (!tables.isUpToDate()) {
            throw new Unusable("The database has tables of version " + tables.theirs() + ", and this release works with"
                    + " version " + tables.own() + ": `plankton db migrate` brings them up to date, as does the service"
                    + " when it starts.");
        }
    }

    @Override
    public List<Supplier<List<Diagnosis>>> examinations(Optional<String> url) {
        return new Examinations(this, token.map(CommandInstallation::token), clock).all(url);
    }

    @Override
    public Caller operator() {
        View view = new View(settings().glanceLimits(), true);
        return new Caller(Caller.SERVICE, token(), view, new Source("", "command", ""));
    }

    /** The operator's, else the service's own, else none. */
    private String token() {
        return token.map(CommandInstallation::token)
                .or(() -> OutsideParties.self(settings().store().credentials(), identity())
                        .map(Supplier::get)
                        .map(Caller::token))
                .orElse("");
    }

    /** @param file as it is now: who keeps a long command going renews it */
    private static String token(Path file) {
        return secret(file, "The token cannot be read: ");
    }

    private static String secret(Path file, String failure) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Unusable(failure + e);
        }
    }

    private synchronized Identity identity() {
        if (identity == null) {
            identity = OutsideParties.identity(settings().identity(), clock, parts);
        }
        return identity;
    }

    @Override
    public ImageSource glance(GlanceAddress address) {
        return glances().api(address, glanceToken(address), 1);
    }

    @Override
    public ByteSource glanceBytes(GlanceAddress address, int atOnce) {
        return glances().api(address, glanceToken(address), atOnce);
    }

    @Override
    public ImageSource glanceDatabase(String url, String user, Optional<Path> password, Optional<String> other) {
        String word = password.map(named -> secret(named, "The password cannot be read: "))
                .orElse("");
        return glances().database(url, user, word, other);
    }

    private GlanceSources glances() {
        return new GlanceSources(settings().store(), store().objects(), this::operator, parts);
    }

    private Supplier<String> glanceToken(GlanceAddress address) {
        Optional<Path> named = address.token().or(() -> token);
        if (named.isPresent()) {
            return () -> token(named.get());
        }
        if (identity() instanceof KeystoneIdentity keystone) {
            return keystone::serviceToken;
        }
        throw new Unusable("Glance wants to see an administrator's token: --source-token-file");
    }

    /** What is under way is ended. */
    @Override
    public void close() {
        parts.close();
    }
}
