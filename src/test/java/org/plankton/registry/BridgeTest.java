package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.pithos.PithosMirror;
import org.plankton.registry.following.MirrorWalk;
import org.plankton.registry.following.Mirroring;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Mirror;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.registry.ports.Mirror.Place;
import org.plankton.registry.ports.Mirror.Present;
import org.plankton.testing.Await;
import org.plankton.testing.BridgeRights;
import org.plankton.testing.Postgres;

/** What Synnefo's library finds of what is here, whoever else writes there; with no more rights than told. */
@Tag("long")
class BridgeTest extends Bridged {
    @Test
    void anImageIsFoundOnceItIsRegisteredAndAsItIsMadeAndNoLongerOnceItIsNot() {
        start("0.15");
        Image image = register("deb.raw", Map.of("os", "debian", "users", "root"));
        pithos.run("INSERT INTO attributes SELECT latest_version, 'pithos', 'Colour', 'red', node, true FROM nodes"
                + " WHERE path = 'alice/images/deb.raw'");

        bridge.run();

        assertThat(found(image))
                .containsEntry("path", "alice/images/deb.raw")
                .containsEntry("name", "deb.raw")
                .containsEntry("disk_format", "diskdump")
                .containsEntry("container_format", "bare")
                .containsEntry("status", "available")
                .containsEntry("created_at", "1795435200.00")
                .containsEntry("property:os", "debian")
                .containsEntry("property:users", "root")
                .hasSize(8);
        assertThat(library.list("alice")).containsExactly(image.id());

        registry.update(
                ALICE,
                image.id(),
                change().name("sid")
                        .property("os", "Debian")
                        .status(Status.ERROR)
                        .done());
        bridge.run();

        assertThat(found(image))
                .containsEntry("name", "sid")
                .containsEntry("property:os", "Debian")
                .containsEntry("status", "error");

        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(library.find(image.id())).isEmpty();
        assertThat(library.list("alice")).isEmpty();
        assertThat(pithos.texts("SELECT value FROM attributes")).containsExactly("red");
        assertThat(pithos.number("SELECT count(*) FROM versions")).isEqualTo(1); // none was made
    }

    @Test
    void propertiesOf014AreOneAttribute() {
        start("0.14");
        Image image = register("deb.raw", Map.of("os", "Debian βήτα", "users", "root"));

        bridge.run();

        assertThat(found(image))
                .containsEntry("properties", "{\"os\":\"Debian βήτα\",\"users\":\"root\"}")
                .containsEntry("status", "available")
                .doesNotContainKey("property:os");

        registry.update(
                ALICE, image.id(), change().property("os", "x".repeat(240)).done());
        bridge.run();

        assertThat(found(image)).containsEntry("properties", "{\"users\":\"root\"}");
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly("property os is empty, too long or cannot be written, and left out there");
    }

    @Test
    void from016AStatusIsARowOnlyIfItIsNotAvailable() {
        start("0.16");
        Image image = register("deb.raw", Map.of());
        bridge.run();

        assertThat(pithos.texts("SELECT key FROM attributes"))
                .containsExactlyInAnyOrder(
                        "plankton:name", "plankton:disk_format", "plankton:container_format", "plankton:created_at");
        assertThat(found(image)).containsEntry("status", "AVAILABLE");

        registry.update(ALICE, image.id(), change().status(Status.UNAVAILABLE).done());
        bridge.run();

        assertThat(found(image)).containsEntry("status", "UNAVAILABLE");

        registry.update(ALICE, image.id(), change().status(Status.AVAILABLE).done());
        bridge.run();

        assertThat(pithos.texts("SELECT key FROM attributes")).doesNotContain("plankton:status");
    }

    @Test
    void from016MoreThanItBearsIsWrittenAndRemarked() {
        start("0.16");
        Map<String, String> most = new TreeMap<>();
        for (int i = 0; i < 28; i++) {
            most.put("k" + i, "v");
        }
        Image fits = register("a.raw", most);
        most.put("k28", "v");
        Image doesNot = register("b.raw", most);
        bridge.run();

        assertThat(found(doesNot)).containsEntry("property:k28", "v");
        Seen seen = compare();
        assertThat(seen.outcomes.get(fits.id()).remarks()).isEmpty();
        assertThat(seen.outcomes.get(doesNot.id()).remarks())
                .singleElement()
                .asString()
                .startsWith("it has 33 attributes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.14", "0.15", "0.16"})
    void nothingIsWrittenThatIsThereAlready(String release) {
        start(release);
        register("deb.raw", Map.of("os", "debian", "b", "1"));
        bridge.run();
        List<String> before = pithos.texts("SELECT xmin || key FROM attributes ORDER BY key");
        pithos.run(
                "UPDATE attributes SET value = '{\"b\": \"1\",  \"os\": \"debian\"}' WHERE key = ?",
                "plankton:properties");
        pithos.run("UPDATE attributes SET value = value || '0' WHERE key = 'plankton:created_at'");
        List<String> written = pithos.texts("SELECT xmin || key FROM attributes ORDER BY key");

        walk().rebuild(new Seen());

        assertThat(before).isNotEmpty();
        assertThat(pithos.texts("SELECT xmin || key FROM attributes ORDER BY key"))
                .isEqualTo(written);
        assertThat(compare().of(Kind.ALIKE)).hasSize(1);
    }

    @Test
    void whatIsTooLongOrCannotBeWrittenIsLeftOut() {
        start("0.15");
        Image image = register(
                "a.raw",
                Map.of(
                        "long",
                        "x".repeat(257),
                        "k".repeat(111),
                        "v",
                        "nul",
                        "a\0b",
                        "fits",
                        "ü".repeat(256),
                        "l".repeat(110),
                        "v"));
        registry.update(ALICE, image.id(), change().name("").done());
        bridge.run();

        assertThat(found(image))
                .containsEntry("name", image.id())
                .containsEntry("property:fits", "ü".repeat(256))
                .containsEntry("property:" + "l".repeat(110), "v")
                .hasSize(8);
        assertThat(compare().outcomes.get(image.id()).remarks()).hasSize(4);
    }

    /** The client chose the id, say: then its attributes would be shown under the file's own. */
    @Test
    void anImageWhoseIdIsNotItsFilesIsNotWritten() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        pithos.run("UPDATE versions SET uuid = ?", UUID.randomUUID().toString());
        bridge.run();

        assertThat(pithos.texts("SELECT key FROM attributes")).isEmpty();
        assertThat(compare().outcomes.get(image.id()))
                .isEqualTo(new Outcome(Kind.ABSENT, new TreeSet<>(), List.of("there is no file of its id")));
    }

    @Test
    void aFileThatIsGoneIsNotWritten() {
        start("0.15");
        register("a.raw", Map.of());
        register("b.raw", Map.of());
        pithos.run(
                "UPDATE versions SET cluster = 2 WHERE node = (SELECT node FROM nodes WHERE path = ?)",
                "alice/images/a.raw");
        pithos.run(
                "UPDATE versions SET uuid = ? WHERE node = (SELECT node FROM nodes WHERE path = ?)",
                "x",
                "alice/images/b.raw");
        bridge.run();

        assertThat(pithos.texts("SELECT key FROM attributes")).isEmpty();
        assertThat(compare().of(Kind.ABSENT)).hasSize(2);
    }

    @Test
    void ofWhatIsNeitherHereNorThereNothingIsTold() {
        start("0.15");
        Image gone = register("a.raw", Map.of());
        Image waiting = test.reserve(ALICE);

        List<String> told = told(() -> {
            bridge.run();
            pithos.delete("alice/images/a.raw");
            registry.unregister(ALICE, gone.id());
            bridge.run();
        });

        assertThat(told).isEmpty();
        try (Mirror.Session session = mirror.open()) {
            Place place = new Place(waiting.id(), gone.location());
            assertThat(session.compare(place, () -> new Present(Optional.empty(), false)))
                    .isEqualTo(new Outcome(Kind.ALIKE, new TreeSet<>(), List.of()));
        }
    }

    @Test
    void anImageThatWasMovedIsFoundWhereItIs() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        pithos.move("alice/images/a.raw", "alice/images/b.raw");
        Location there = TestRegistry.location(ALICE, "b.raw");
        test.store.move(image.location(), there);
        Image moved = registry.register(ALICE, draft(there).name("moved").done());
        bridge.run();

        assertThat(moved.id()).isEqualTo(image.id());
        assertThat(found(image)).containsEntry("path", "alice/images/b.raw").containsEntry("name", "moved");
        assertThat(library.list("alice")).containsExactly(image.id());
    }

    @Test
    void whatOthersHavePutThereIsCountedAndNeverTouched() {
        start("0.16");
        String others = UUID.randomUUID().toString();
        pithos.plainImage("bob/images/copy.raw", others, "description", "a copy");
        long snapshot = pithos.plainImage("bob/snapshots/s", UUID.randomUUID().toString());
        pithos.run("UPDATE versions SET is_snapshot = true WHERE serial = ?", snapshot);
        List<String> before = pithos.texts("SELECT xmin || key FROM attributes ORDER BY serial, key");
        register("a.raw", Map.of());
        Seen seen = new Seen();

        walk().rebuild(seen);

        assertThat(seen.others).containsExactly(others);
        assertThat(pithos.texts("SELECT a.xmin || key FROM attributes a JOIN nodes USING (node) WHERE path LIKE 'bob/%'"
                        + " ORDER BY serial, key"))
                .isEqualTo(before);
    }

    @Test
    void whatIsThereIsLookedAtWhileItIsHandedOver() {
        start("0.15");
        for (int i = 0; i < 150; i++) {
            pithos.plainImage("bob/images/" + i, UUID.randomUUID().toString());
        }
        Seen seen = new Seen();
        AtomicInteger meanwhile = new AtomicInteger();
        Mirror observed = new MirrorBetween(mirror, () -> {}, () -> meanwhile.set(seen.others.size()));

        new MirrorWalk(test.database, observed).compare(seen);

        assertThat(meanwhile).hasValue(100);
        assertThat(seen.others).hasSize(150).doesNotHaveDuplicates();
    }

    @Test
    void aRebuildPutsAllRightThatIsNot() {
        start("0.15");
        Image changed = register("a.raw", Map.of("os", "debian"));
        Image lost = register("b.raw", Map.of());
        Image unregistered = register("c.raw", Map.of());
        bridge.run();
        registry.unregister(ALICE, unregistered.id());
        bridge.run();
        String name = "UPDATE attributes SET value = 'other' WHERE key = 'plankton:name' AND serial = "
                + "(SELECT latest_version FROM nodes WHERE path = 'alice/images/a.raw')";
        pithos.run(name);
        pithos.run("UPDATE attributes SET is_latest = false WHERE serial ="
                + " (SELECT latest_version FROM nodes WHERE path = 'alice/images/b.raw')");
        pithos.attributes(
                pithos.number("SELECT latest_version FROM nodes WHERE path = 'alice/images/c.raw'"), "name", "back");

        Seen looked = compare();

        assertThat(looked.of(Kind.DIFFERENT)).containsExactlyInAnyOrder(changed.id(), lost.id(), unregistered.id());
        assertThat(looked.outcomes.get(changed.id()).fields()).containsExactly("name");
        assertThat(found(changed)).containsEntry("name", "other"); // it was only looked at

        walk().rebuild(new Seen());

        assertThat(compare().of(Kind.DIFFERENT)).isEmpty();
        assertThat(found(changed)).containsEntry("name", "a.raw");
        assertThat(library.list("alice")).containsExactlyInAnyOrder(changed.id(), lost.id());
    }

    @Test
    void beforeARebuildNothingIsWritten() {
        start("0.15");
        execute("DELETE FROM follower");
        register("a.raw", Map.of());

        assertThatThrownBy(bridge::run).isInstanceOf(Fault.class).hasMessageContaining("plankton bridge rebuild");
        assertThat(pithos.texts("SELECT key FROM attributes")).isEmpty();
    }

    @Test
    void whereTheJournalIsNotKeptEveryImageIsLookedAt() {
        start("0.15");
        register("first.raw", Map.of());
        bridge.run();
        Image image = register("a.raw", Map.of());
        execute("DELETE FROM journal");

        bridge.run();

        assertThat(found(image)).containsEntry("name", "a.raw");
        registry.update(ALICE, image.id(), change().name("later").done());
        Await.await(
                PATIENCE,
                () -> { // behind a gap
                    bridge.run();
                    return found(image).get("name").equals("later");
                });
    }

    /** An edit behind what is written at any time: the rest has its turn all the same. */
    @Test
    void howFarBehindItIsIsToldWhileSomebodyGoesOnChangingImages() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        AtomicInteger changes = new AtomicInteger();
        AtomicBoolean areOld = new AtomicBoolean();
        Mirroring busy = new Mirroring(test.database, new MirrorBetween(mirror, () -> {
            if (changes.incrementAndGet() < 100) {
                registry.update(
                        ALICE, image.id(), change().name("name " + changes).done());
            }
            if (areOld.get()) {
                execute("UPDATE journal SET made_at = made_at - INTERVAL 1 HOUR");
            }
        }));
        long begin = System.nanoTime();

        busy.run();

        assertThat(changes).hasValueLessThan(100);
        assertThat(busy.secondsBehind()).isLessThan((System.nanoTime() - begin) / 1e9);

        areOld.set(true);
        busy.run();

        assertThat(changes).hasValueLessThan(100);
        assertThat(busy.secondsBehind()).isGreaterThan(3600);
    }

    @Test
    void howFarItHasComeIsNotedLaterIfItCouldNotBe() {
        start("0.15");
        register("a.raw", Map.of());
        FailingDatabase failing = new FailingDatabase(test.database);
        Mirroring bridge = new Mirroring(failing, new MirrorBetween(mirror, () -> failing.failNext(false, false)));

        assertThatThrownBy(bridge::run).isInstanceOf(Fault.class);
        assertThat(walk().backlog().orElseThrow().count()).isEqualTo(1);

        bridge.run();

        assertThat(walk().backlog().orElseThrow().count()).isZero();
    }

    /** A backup has how far the bridge had come, too; but the service that runs on knows that it was farther. */
    @Test
    void aBackupThatIsRestoredWhileTheServiceRunsIsNoticed() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        registry.update(ALICE, image.id(), change().name("after the backup").done());
        bridge.run();
        execute("UPDATE image SET name = 'a.raw'");
        execute("DELETE FROM journal ORDER BY position DESC LIMIT 1");
        execute("UPDATE follower SET position = (SELECT MAX(position) FROM journal)");

        bridge.run();

        assertThat(found(image)).containsEntry("name", "a.raw");
    }

    @Test
    void whatCannotBeThereIsToldOnceUntilItIsOtherwise() {
        start("0.15");
        Image image = register("a.raw", Map.of("long", "x".repeat(257)));
        List<String> told = told(() -> {
            bridge.run();
            registry.update(ALICE, image.id(), change().name("other").done());
            bridge.run();
            registry.update(ALICE, image.id(), change().name("").done());
            bridge.run();
        });

        assertThat(told).hasSize(2).allMatch(line -> line.contains(image.id()));
    }

    @Test
    void aServerThatIsAwayIsAlwaysToldTheSame() {
        start("0.15");
        register("a.raw", Map.of());
        Mirror away = new PithosMirror("jdbc:postgresql://127.0.0.1:1/x", "x", "", Optional.empty(), false);

        assertThatThrownBy(() -> new Mirroring(test.database, away).run())
                .hasMessage("Pithos' database (plankton.pithos.database.url) cannot be asked: it does not answer");
    }

    @Test
    void aServerThatAnswersAndLetsNobodyInIsToldByWhatItSays() {
        start("0.15");
        Postgres.execute(pithos.url(), "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0");
        try (Mirror crowded = new PithosMirror(pithos.url(), "crowded", "", Optional.empty(), false)) {
            assertThatThrownBy(crowded::open)
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE))
                    .hasMessageContaining("too many connections for role");
        } finally {
            Postgres.execute(pithos.url(), "DROP ROLE crowded");
        }
    }

    @Test
    void whatIsNoTimeForAnybodyIsReplacedAtOnce() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        pithos.run("UPDATE attributes SET value = '1e-10000000' WHERE key = 'plankton:created_at'");

        assertThat(compare().outcomes.get(image.id()).fields()).containsExactly("created_at");
    }

    @Test
    void whoMayReadIsWrittenOnlyWherePithosIsNotTold() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        test.share(ALICE, image.id(), "bob");
        bridge.run();

        assertThat(pithos.texts("SELECT path FROM xfeatures")).isEmpty();
    }

    @Test
    void wherePithosIsNotToldReadersAreWrittenAndThoseWhoMayWriteStay() {
        start("0.15", true);
        Image image = register("a.raw", Map.of());
        Image other = register("b.raw", Map.of());
        pithos.share("alice/images/b.raw", 1, "carol");
        pithos.share("alice/images/b.raw", 0, "alice", "mallory");
        test.share(ALICE, image.id(), "bob");
        test.share(ALICE, other.id(), "bob");
        bridge.run();

        assertThat(library.list("bob")).containsExactlyInAnyOrder(image.id(), other.id());
        assertThat(pithos.texts("SELECT key || value FROM xfeaturevals JOIN xfeatures USING (feature_id)"
                        + " WHERE path = 'alice/images/b.raw'"))
                .containsExactlyInAnyOrder("1carol", "0alice", "0bob", "0mallory");

        registry.update(ALICE, image.id(), change().isPublic(true).done());
        bridge.run();

        assertThat(library.listPublic()).containsExactly(image.id());

        registry.update(ALICE, image.id(), change().isPublic(false).done());
        registry.removeMember(ALICE, image.id(), "bob");
        bridge.run();

        assertThat(library.listPublic()).isEmpty();
        assertThat(pithos.texts("SELECT path FROM xfeatures")).containsExactly("alice/images/b.raw");
        assertThat(compare().of(Kind.DIFFERENT)).isEmpty();
    }

    @Test
    void anImageThatIsAnothersIsRemarked() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        registry.update(ADMIN, image.id(), change().owner(BOB.account()).done());
        bridge.run();

        assertThat(library.find(image.id())).isPresent();
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly("it is bob's, and its file's account is the owner there");
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsLost() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        String name = pithos.url().substring(pithos.url().lastIndexOf('/') + 1);
        String server = pithos.url().substring(0, pithos.url().lastIndexOf('/')) + "/postgres";
        Postgres.execute(server, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        registry.update(ALICE, image.id(), change().name("meanwhile").done());

        assertThatThrownBy(bridge::run)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        Postgres.execute(server, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        bridge.run();

        assertThat(found(image)).containsEntry("name", "meanwhile");
    }

    @Test
    void aConnectionThatIsLostInTheMiddleLeavesNothingHalfDone() {
        start("0.15");
        Image image = register("a.raw", Map.of("os", "debian"));
        Place place = new Place(image.id(), image.location());
        try (Mirror.Session session = mirror.open()) {
            assertThatThrownBy(() -> session.write(place, () -> {
                        pithos.texts(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?",
                                BridgeRights.ROLE);
                        return new Present(Optional.of(WholeImage.of(image, List.of())), true);
                    }))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        }
        assertThat(pithos.texts("SELECT key FROM attributes")).isEmpty();

        bridge.run();

        assertThat(library.find(image.id())).isPresent();
    }

    @Test
    void rightsThatAreMissingAreTold() {
        start("0.15");
        register("a.raw", Map.of());
        Postgres.execute(pithos.url(), "REVOKE INSERT ON plankton_attributes FROM " + BridgeRights.ROLE);

        assertThatThrownBy(bridge::run)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("permission denied for view plankton_attributes");
    }

    @Test
    void theBridgeMayDoNothingElse() {
        start("0.15");
        long others = pithos.plainImage("bob/images/a.raw", UUID.randomUUID().toString());
        String url = pithos.url() + "?user=" + BridgeRights.ROLE;
        for (String statement : List.of(
                "SELECT * FROM attributes",
                "SELECT * FROM xfeatures",
                "DELETE FROM versions",
                "UPDATE versions SET cluster = 2",
                "UPDATE nodes SET path = 'x'",
                "UPDATE plankton_attributes SET node = 1",
                "INSERT INTO plankton_attributes VALUES (" + others + ", 'pithos', 'a', 'b', 1, true)")) {
            assertThatThrownBy(() -> {
                        try (Connection connection =
                                        new org.postgresql.Driver().connect(url, new java.util.Properties());
                                Statement asked = connection.createStatement()) {
                            asked.execute(statement);
                        }
                    })
                    .as(statement)
                    .isInstanceOf(SQLException.class);
        }
    }
}
