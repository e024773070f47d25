package org.plankton.command;

import java.nio.file.Path;
import java.util.Optional;
import org.plankton.pithos.PithosImages;
import org.plankton.settings.PithosSettings;
import picocli.CommandLine.Option;

/** Where Pithos+ has its tables. */
final class PithosOptions {
    @Option(
            names = "--database",
            paramLabel = "URL",
            converter = Address.OfPithos.class,
            description = "Such as jdbc:postgresql://host:5432/snf_pithos. Without it: plankton.pithos.database.url.")
    private String database;

    @Option(names = "--user", paramLabel = "NAME", description = "Without it: plankton.pithos.database.user.")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with the password. Without it, and --database and --user:"
                    + " plankton.pithos.database.password, which is no other server's, and no other user's.")
    private Path passwordFile;

    /** @throws Installation.Unusable if it is neither said nor set where and as whom they are read */
    PithosImages images(Installation installation) {
        Optional<PithosSettings> set = installation.settings().pithos();
        return new PithosImages(
                given(database, set.map(PithosSettings::url), "--database"),
                given(user, set.map(PithosSettings::user), "--user"),
                passwordFile == null ? setPassword(set) : SecretFile.read(passwordFile, "password"));
    }

    private String setPassword(Optional<PithosSettings> set) {
        boolean isForThat = database == null && user == null;
        return set.filter(settings -> isForThat).map(PithosSettings::password).orElse("");
    }

    private static String given(String value, Optional<String> set, String option) {
        return Optional.ofNullable(value)
                .or(() -> set)
                .orElseThrow(() ->
                        new Installation.Unusable("Where Pithos' database is, and who reads it, is not set: say it by "
                                + option + ", or set plankton.pithos.database.url and what goes with it."));
    }
}
