package org.plankton.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.database.TablesReport;
import org.plankton.health.Diagnosis;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.ports.ImageSource;
import org.plankton.registry.request.Caller;
import org.plankton.settings.Settings;

/** What commands work on: a registry, with the settings that its service has. */
public interface Installation {
    /** What is set, be it that it cannot be used. */
    Settings.Report report();

    /** @throws Unusable if they cannot be used */
    Settings settings();

    /**
     * Looks at the tables, and changes nothing.
     *
     * @throws Unusable if the settings cannot be used
     * @throws Fault UNAVAILABLE if the database does not answer
     */
    TablesReport tables();

    /**
     * Brings the tables up to date.
     *
     * @throws Unusable if the settings cannot be used
     * @throws Fault UNAVAILABLE if that cannot be done
     */
    void migrate();

    /**
     * The registry, over tables of this release.
     *
     * @throws Unusable if the settings cannot be used, or the tables are of another version
     * @throws Fault UNAVAILABLE if the database does not answer
     */
    Registry registry();

    /**
     * What the service knows of properties.
     *
     * @throws Unusable if the settings, or the operator's file of properties, cannot be used
     */
    Catalogue catalogue();

    /**
     * What brings images to where Synnefo's library finds them, over tables of this release.
     *
     * @throws Unusable as {@link #registry}, or if there is to be no such thing
     * @throws Fault UNAVAILABLE if the database does not answer
     */
    MirrorWalk bridge();

    /**
     * What an operator would look at, part by part; nothing is looked at before it is asked for.
     *
     * @param url the address that clients have; empty: that is set, if it is
     */
    List<Supplier<List<Diagnosis>>> examinations(Optional<String> url);

    /** Whom a command asks the registry as: an administrator, with the token that the operator has given, if any. */
    Caller operator();

    /**
     * The same where the object store is asked, too: without a token of the operator's with the service's own, if any.
     *
     * @throws Fault UNAVAILABLE if the identity service does not give that one
     */
    Caller operatorOfStore();

    /**
     * The images of a Glance, by its calls.
     *
     * @throws Unusable if there is no token for it
     */
    ImageSource glance(GlanceAddress address);

    /**
     * The images of a Glance, from its database.
     *
     * @param url {@code jdbc:mariadb://…} or {@code jdbc:postgresql://…}
     * @param password empty: there is none
     * @param store as {@link GlanceAddress} has it
     */
    ImageSource glanceDatabase(String url, String user, String password, Optional<String> store);

    /**
     * The bytes of a Glance's images, by its calls.
     *
     * @param atOnce of how many images at most
     * @throws Unusable as {@link #glance}
     */
    ByteSource glanceBytes(GlanceAddress address, int atOnce);

    /**
     * Where a Glance is asked.
     *
     * @param token file with an administrator's; empty: the operator's, or that of the service's own user
     * @param store by which other address Glance knows the registry's object store
     */
    record GlanceAddress(String url, Optional<Path> token, Optional<String> store) {}

    /** Nothing can be done with what is set, or with the tables as they are: says what is to be done first. */
    final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message);
        }
    }
}
