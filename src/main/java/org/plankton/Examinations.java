package org.plankton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plankton.command.Installation;
import org.plankton.database.DatabaseDiagnosis;
import org.plankton.database.TablesReport;
import org.plankton.health.Diagnosis;
import org.plankton.health.Diagnosis.Severity;
import org.plankton.http.AddressDiagnosis;
import org.plankton.http.AddressDiagnosis.LargeImage;
import org.plankton.http.Probe;
import org.plankton.identity.KeystoneIdentity;
import org.plankton.pithos.PithosMirror;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.ports.Identity;
import org.plankton.settings.Credentials;
import org.plankton.settings.DatabaseSettings;
import org.plankton.settings.Settings;

/** What an operator would look at, part by part, each without the others. */
final class Examinations {
    /** Among how many images one is looked for of which much is said. */
    private static final int SOME = 1000;

    private static final String ID = "identity service";
    private static final String STORE = "object store";
    private static final String PITHOS = "Pithos' database";

    private final Installation installation;
    private final Optional<String> token;
    private final Clock clock;

    /** @param token the operator's; empty: there is none */
    Examinations(Installation installation, Optional<String> token, Clock clock) {
        this.installation = installation;
        this.token = token;
        this.clock = clock;
    }

    /** Without settings that can be used there is nothing else to look at. */
    List<Supplier<List<Diagnosis>>> all(Optional<String> url) {
        List<Supplier<List<Diagnosis>>> all = new ArrayList<>();
        all.add(this::java);
        all.add(this::settings);
        if (installation.report().problems().isEmpty()) {
            all.add(this::database);
            all.add(this::tables);
            all.add(() -> List.of(party(ID, OutsideParties.probe(usable().identity()), "plankton.identity.url")));
            all.add(this::serviceUser);
            all.add(() -> List.of(party(STORE, OutsideParties.probe(usable().store()), "plankton.store.url")));
            all.add(this::pithos);
            all.add(() -> address(url.or(() -> usable().publicUrl())));
        }
        return all;
    }

    private Settings usable() {
        return installation.settings();
    }

    private List<Diagnosis> java() {
        return List.of(
                Diagnosis.well("Java", Runtime.version() + " at " + System.getProperty("java.home")),
                Diagnosis.when(
                        Charset.defaultCharset().equals(StandardCharsets.UTF_8),
                        "Java charset",
                        Charset.defaultCharset().name(),
                        Severity.WARNING,
                        "start Java with -Dfile.encoding=UTF-8, or with LC_ALL=C.UTF-8"));
    }

    private List<Diagnosis> settings() {
        Settings.Report report = installation.report();
        List<Diagnosis> found = new ArrayList<>();
        report.problems().forEach(problem -> found.add(Diagnosis.trouble("settings", problem, "as it says")));
        report.ignored()
                .forEach(variable -> found.add(Diagnosis.warning(
                        "settings",
                        variable + " is in the environment, and no setting's",
                        "correct its name, or remove it: nobody reads it")));
        if (found.isEmpty()) {
            found.add(Diagnosis.well("settings", "all can be used, and all are read"));
        }
        return found;
    }

    private List<Diagnosis> database() {
        DatabaseSettings database = usable().database();
        return new DatabaseDiagnosis(
                        database.url(), database.user(), database.password(), database.connections(), clock)
                .examine();
    }

    private List<Diagnosis> tables() {
        try {
            TablesReport tables = installation.tables();
            if (tables.refusal().isPresent()) {
                return List.of(Diagnosis.trouble(
                        "tables", "the database " + tables.refusal().get(), "as it says"));
            }
            return List.of(Diagnosis.when(
                    tables.isUpToDate(),
                    "tables",
                    "of version " + tables.theirs() + "; this release works with " + tables.own(),
                    Severity.WARNING,
                    "start the service, or run `plankton db migrate`"));
        } catch (Fault fault) { // the database is examined by itself
            return List.of();
        }
    }

    private static Diagnosis party(String subject, Probe probe, String setting) {
        try (probe) {
            long begin = System.nanoTime();
            boolean answers = probe.answers();
            long millis = (System.nanoTime() - begin) / 1_000_000;
            return Diagnosis.when(
                    answers,
                    subject,
                    (answers ? "answers in " : "does not answer as it should, within ") + millis + " ms",
                    Severity.TROUBLE,
                    "see that it runs and is reached from here, and that " + setting + " is its address");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever the service itself is, to Keystone. */
    private List<Diagnosis> serviceUser() {
        if (usable().identity().user().isEmpty()) {
            return List.of();
        }
        try (Parts parts = new Parts()) {
            Identity identity = OutsideParties.identity(usable().identity(), clock, parts);
            ((KeystoneIdentity) identity).serviceToken();
            boolean settles = usable().store().credentials().kind() != Credentials.Kind.OFF;
            return List.of(
                    Diagnosis.well("service user", "gets a token"),
                    Diagnosis.when(
                            settles,
                            "store credentials",
                            settles ? "the service settles by itself what the store is to be told" : "none",
                            Severity.WARNING,
                            "set plankton.store.credentials: else what is noted for the store waits for its owner"));
        } catch (Fault fault) {
            return List.of(Diagnosis.trouble(
                    "service user",
                    fault.getMessage(),
                    "see plankton.identity.user, .password, .project and their domains; the log says what Keystone has"
                            + " answered"));
        }
    }

    /** Where the bridge writes, if there is one. */
    private List<Diagnosis> pithos() {
        if (usable().pithos().isEmpty()) {
            return List.of();
        }
        try (PithosMirror mirror = OutsideParties.mirror(usable().pithos().get(), usable().store())) {
            long begin = System.nanoTime();
            List<String> missing = mirror.missingRights();
            return List.of(Diagnosis.when(
                    missing.isEmpty(),
                    PITHOS,
                    missing.isEmpty()
                            ? "answers in " + (System.nanoTime() - begin) / 1_000_000 + " ms, and gives all rights"
                            : "gives no " + String.join(", ", missing),
                    Severity.TROUBLE,
                    "give the rights, and make the view, of docs/operating/bridge.md"));
        } catch (Fault fault) {
            return List.of(Diagnosis.trouble(
                    PITHOS,
                    fault.getMessage(),
                    "see plankton.pithos.database.url, .user and .password, and that its server lets in who comes from"
                            + " here"));
        }
    }

    private List<Diagnosis> address(Optional<String> url) {
        if (url.isEmpty()) {
            return List.of(
                    Diagnosis.skipped("public address", "it is not known", "give --url, or set plankton.public-url"));
        }
        try (AddressDiagnosis address = new AddressDiagnosis(url.get(), clock)) {
            return address.examine(
                    usable().limits().metadata(), usable().limits().properties(), largeImage(), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<LargeImage> largeImage() {
        try {
            return installation.registry().listWhole(installation.operator(), "", SOME).stream()
                    .map(whole -> whole.image())
                    .filter(Image::hasBytes)
                    .map(image -> new LargeImage(
                            image.id(),
                            KeyFolding.PUNCTUATION
                                    .shown(image.metadata().properties())
                                    .size()))
                    .max(Comparator.comparing(LargeImage::properties));
        } catch (Fault | Installation.Unusable e) {
            return Optional.empty(); // which is said of the database
        }
    }
}
