package org.plankton.command;

import java.nio.file.Path;
import java.util.Optional;
import org.plankton.registry.ports.ImageSource;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which Glance, and how it is asked. */
final class GlanceOptions {
    @ArgGroup(multiplicity = "1")
    private Way way;

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            converter = Address.Web.class,
            description = "By which address Glance's locations name the object store, where that is not the one that"
                    + " is set here (plankton.store.url): https://swift.example.org/v1, without an account.")
    private String store;

    /** One of the two. */
    static final class Way {
        @ArgGroup(exclusive = false, multiplicity = "1")
        private GlanceCalls calls;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private GlanceTables tables;
    }

    /** From its database. */
    static final class GlanceTables {
        @Option(
                names = "--database",
                paramLabel = "URL",
                required = true,
                converter = Address.OfGlance.class,
                description = "Glance's database, which is only read: jdbc:mariadb://host/glance, or"
                        + " jdbc:postgresql://host/glance.")
        private String url;

        @Option(names = "--user", paramLabel = "NAME", required = true, description = "Who may read there.")
        private String user;

        @Option(names = "--password-file", paramLabel = "FILE", description = "A file with the password, if any.")
        private Path password;
    }

    /** What was asked. */
    String name() {
        return way.calls == null ? way.tables.url.replaceFirst("[?].*", "") : way.calls.url();
    }

    ImageSource images(Installation installation) {
        return way.calls == null
                ? installation.glanceDatabase(
                        way.tables.url,
                        way.tables.user,
                        way.tables.password == null ? "" : SecretFile.read(way.tables.password, "password"),
                        Optional.ofNullable(store))
                : installation.glance(way.calls.address(Optional.ofNullable(store)));
    }
}
