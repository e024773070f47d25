package org.plankton;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.plankton.command.Installation.Unusable;
import org.plankton.database.MariaDb;
import org.plankton.database.TablesReport;
import org.plankton.journal.AuditJournal;
import org.plankton.journal.LogJournal;
import org.plankton.registry.Operations;
import org.plankton.registry.Registry;
import org.plankton.registry.bytes.HashThreads;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.Caller;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.turns.Turns;
import org.plankton.settings.CatalogueSettings;
import org.plankton.settings.DatabaseSettings;
import org.plankton.settings.PithosSettings;
import org.plankton.settings.Settings;
import org.plankton.settings.UnusableSettings;

/** The tables and the registry that commands work on, of the service's parts; each made when it is first needed. */
final class CommandRegistry {
    /** Of whatever is done at once: one command is one client, but its lists are read by threads of their own. */
    private static final int AT_ONCE = 4;

    private final CommandSettings settings;
    private final Clock clock;
    private final Parts parts;
    private final Turns waiting = new Turns(AT_ONCE);
    private MariaDb database;
    private OutsideParties.Store store;
    private Assessor assessor;
    private Registry registry;

    CommandRegistry(CommandSettings settings, Clock clock, Parts parts) {
        this.settings = settings;
        this.clock = clock;
        this.parts = parts;
    }

    /** How the tables are, be it that they cannot be used. */
    TablesReport tables() {
        DatabaseSettings set = settings.usable().database();
        return MariaDb.report(set.url(), set.user(), set.password());
    }

    /** Brings them up to date. */
    void migrate() {
        requireOwn(tables());
        try (MariaDb opened = open()) {
            opened.read(tables -> true);
        }
    }

    /** Only tables that are up to date: a service of another release may be using them. */
    private MariaDb usable() {
        if (database == null) {
            requireUpToDate(tables());
            database = parts.keep(open());
        }
        return database;
    }

    private static void requireOwn(TablesReport tables) {
        tables.refusal().ifPresent(refusal -> {
            throw new Unusable("The database " + refusal + ".");
        });
    }

    private static void requireUpToDate(TablesReport tables) {
        requireOwn(tables);
        if (!tables.isUpToDate()) {
            throw new Unusable("The database has tables of version " + tables.theirs() + ", and this release works with"
                    + " version " + tables.own() + ": `plankton db migrate` brings them up to date, as does the service"
                    + " when it starts.");
        }
    }

    private MariaDb open() {
        DatabaseSettings set = settings.usable().database();
        return new MariaDb(
                set.url(), set.user(), set.password(), AT_ONCE, assessor(), new LogJournal(), new AuditJournal(clock));
    }

    /** As the service has it, but never strict: what is brought here from elsewhere has been registered there. */
    Assessor assessor() {
        if (assessor == null) {
            CatalogueSettings set = settings.usable().catalogue();
            try {
                assessor = new Assessor(Catalogues.read(set), clock, false);
            } catch (UnusableSettings e) {
                throw new Unusable(e.getMessage());
            }
        }
        return assessor;
    }

    Catalogue catalogue() {
        return assessor().catalogue();
    }

    /** Over tables that are up to date. */
    Registry registry() {
        if (registry == null) {
            MariaDb tables = usable();
            Settings set = settings.usable();
            Set<String> admins = new HashSet<>(set.admins());
            admins.add(Caller.SERVICE);
            registry = new Operations(
                    tables,
                    store().objects(),
                    store().sharing(),
                    store().files(),
                    new Access(admins, set.publishers() == Settings.Publishers.ANYONE),
                    new UploadBounds(set.longestUpload(), set.uploadLease()),
                    new Transfers(set.store().transfers()),
                    parts.keep(new HashThreads()),
                    parts.keep(new LongLists(AT_ONCE / 2)),
                    waiting,
                    new Attempts(),
                    assessor(),
                    new ChangeClock(clock));
        }
        return registry;
    }

    /** What brings images to another registry, over tables that are up to date. */
    MirrorWalk bridge() {
        PithosSettings pithos = settings.usable()
                .pithos()
                .orElseThrow(() -> new Unusable("There is no bridge: plankton.pithos.database.url is not set."));
        return new MirrorWalk(
                usable(),
                parts.keep(OutsideParties.mirror(pithos, settings.usable().store())));
    }

    ObjectStore objects() {
        return store().objects();
    }

    private OutsideParties.Store store() {
        if (store == null) {
            store = OutsideParties.store(settings.usable().store(), waiting, parts);
        }
        return store;
    }
}
