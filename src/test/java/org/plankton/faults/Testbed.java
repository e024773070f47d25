package org.plankton.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.plankton.cloud.User;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** A service in a container, with parties of its own that may be broken. One row has it at a time. */
final class Testbed implements AutoCloseable {
    /** How long a client waits that is no part of an attack. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Container container;
    private final DatabaseProcess database;
    private final Parties parties;
    private final long seed;
    private final Pace pace;
    private final AtomicInteger files = new AtomicInteger();
    private Map<String, String> settings = Map.of();
    private Random random;
    private volatile Deployed service; // clients at work follow it to its next address

    /** @param folder for the data of its database and of its cloud */
    Testbed(Container container, Path folder, long seed, Pace pace) {
        this.container = container;
        this.database = new DatabaseProcess(folder.resolve("mariadb"));
        this.parties = new Parties(database.server(), folder.resolve("cloud"));
        this.seed = seed;
        this.pace = pace;
    }

    /** What it chooses depends on the seed and the row alone, whichever were measured before. */
    void measure(Row row, Finding finding) throws Exception {
        random = new Random(Objects.hash(seed, row.name()));
        row.measure(this, finding);
    }

    Container container() {
        return container;
    }

    DatabaseProcess database() {
        return database;
    }

    Parties parties() {
        return parties;
    }

    Random random() {
        return random;
    }

    Pace pace() {
        return pace;
    }

    /**
     * The service as {@code tomcat-conf} sets it up, but with those settings: name, value, name, value, … It is the one
     * that was asked for before, if that has the same and is alive.
     */
    Deployed service(String... others) throws IOException, InterruptedException {
        Map<String, String> wanted = parties.settings(others);
        wanted.putIfAbsent("plankton.limits.metadata", "32768");
        wanted.putIfAbsent("plankton.admins", User.ADMIN.account());
        if (service == null || !service.isAlive() || !settings.equals(wanted)) {
            if (service != null) {
                service.kill();
            }
            service = container.start(wanted);
            settings = wanted;
        }
        return service;
    }

    Client client() {
        return new Client(service.address(), PATIENCE);
    }

    /** A way to a party on which there can be trouble: to the one whose address that setting is. */
    Link link(String setting) throws IOException {
        return new Link(address(setting).getPort());
    }

    /** The setting's value with that way's port. */
    String by(Link link, String setting) {
        String url = parties.settings().get(setting);
        return url.replace(":" + address(setting).getPort() + "/", ":" + link.port() + "/");
    }

    private URI address(String setting) {
        return URI.create(parties.settings().get(setting).replace("jdbc:", ""));
    }

    /** A new file's location. */
    String file(User owner) {
        return parties.upload(owner, "file-" + files.incrementAndGet());
    }

    /** A new image's id. */
    String image(User owner) {
        return client().registered(owner.token(), "of " + owner.shortName(), file(owner));
    }

    /** All that is registered, and noted. */
    void forgetImages() {
        parties.execute(
                "DELETE FROM image_upload",
                "DELETE FROM image_sharing",
                "DELETE FROM image_unsettled_reader",
                "DELETE FROM image_member",
                "DELETE FROM image");
    }

    /** @throws IllegalStateException if it does not come about */
    static void await(Duration patience, String what, Callable<Boolean> fact) throws Exception {
        if (!comesAbout(patience, fact)) {
            throw new IllegalStateException(what + ": not in time");
        }
    }

    static boolean comesAbout(Duration patience, Callable<Boolean> fact) throws Exception {
        Instant end = Instant.now().plus(patience);
        while (!fact.call()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return true;
    }

    @Override
    public void close() {
        if (service != null) {
            service.kill();
        }
        parties.close();
        database.close();
    }
}
