package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Mirror.Kind;
import org.plankton.registry.ports.Mirror.Outcome;
import org.plankton.testing.PithosChange;
import org.plankton.testing.PithosMove;
import org.plankton.testing.PithosTables;
import org.plankton.testing.Postgres;

/** What Synnefo's library finds once others have moved, overwritten, copied, deleted or shared files in Pithos. */
@Tag("long")
class BridgeForeignTest extends Bridged {
    private static final String A = "alice/images/a.raw";
    private static final String B = "alice/images/b.raw";

    private List<String> keys(String path) {
        return pithos.texts(
                "SELECT key FROM attributes a JOIN nodes n ON n.latest_version = a.serial WHERE path = ?", path);
    }

    @Test
    void anImageWhoseFileWasMovedIsNotThereOnceItIsUnregistered() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        pithos.move(A, B);
        registry.unregister(ALICE, image.id());

        bridge.run();

        assertThat(library.find(image.id())).isEmpty();
        assertThat(library.list("alice")).isEmpty();
        assertThat(compare().outcomes).isEmpty();
    }

    @Test
    void anImageWhoseFileWasMovedIsKeptAsItIsHereAndThatIsTold() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        pithos.move(A, B);
        registry.update(ALICE, image.id(), change().name("moved").done());
        bridge.run();

        assertThat(found(image)).containsEntry("path", B).containsEntry("name", "moved");
        assertThat(compare().outcomes.get(image.id()).remarks()).containsExactly("its file was moved to " + B);

        pithos.move(B, A);

        assertThat(found(image)).containsEntry("path", A).containsEntry("name", "moved");
        assertThat(compare().of(Kind.ALIKE)).containsExactly(image.id());
    }

    @Test
    void whatTookThePlaceOfAFileThatWasMovedIsAnotherImage() {
        start("0.15");
        Image old = register("a.raw", Map.of());
        bridge.run();
        pithos.move(A, B);
        String uuid = UUID.randomUUID().toString();
        pithos.file(A, uuid, "application/octet-stream", "1400000009");
        Location location = TestRegistry.location(ALICE, "a.raw");
        test.store.put(location, new StoredObject(Optional.of(uuid), 2048, PithosTables.HASH, Optional.empty()));
        Image image = registry.register(ALICE, draft(location).name("new").done());

        bridge.run();

        assertThat(image.id()).isNotEqualTo(old.id());
        assertThat(library.list("alice")).containsExactly(image.id());
        assertThat(library.find(old.id())).isEmpty();
    }

    /** It has copied the attributes as they were before. */
    @Test
    void whoeverMovesAFileWhileItsImageIsWrittenLosesNoChange() throws Exception {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        registry.update(ALICE, image.id(), change().name("changed").done());
        try (PithosMove foreign = new PithosMove(pithos, A, B)) {
            foreign.copyAttributes();
            runUntilItWaitsFor(foreign::deleteWhereItWas);
        }

        assertThat(found(image)).containsEntry("path", B).containsEntry("name", "changed");
    }

    @Test
    void whoeverMovesAFileWhileItsImageIsUnregisteredDoesNotKeepIt() throws Exception {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        registry.unregister(ALICE, image.id());
        try (PithosMove foreign = new PithosMove(pithos, A, B)) {
            foreign.copyAttributes();
            runUntilItWaitsFor(foreign::deleteWhereItWas);
        }

        assertThat(library.list("alice")).isEmpty();
    }

    @Test
    void aFileThatWasOverwrittenIsStillTheImage() throws Exception {
        start("0.15");
        Image image = register("a.raw", Map.of("os", "debian"));
        bridge.run();
        try (PithosChange overwriting = new PithosChange(pithos, A)) {
            overwriting.makeVersion();
            overwriting.copyAttributes();
        }
        pithos.run(
                "UPDATE versions SET hash = 'ab' WHERE serial = (SELECT latest_version FROM nodes WHERE path = ?)", A);

        assertThat(found(image)).containsEntry("property:os", "debian");
        assertThat(compare().of(Kind.ALIKE)).containsExactly(image.id());

        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(library.list("alice")).isEmpty();
    }

    @Test
    void aCopyIsOthersAndStays() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        String copy = UUID.randomUUID().toString();
        pithos.copy(A, B, copy);
        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(library.list("alice")).containsExactly(copy);
        Seen seen = new Seen();
        walk().rebuild(seen);
        assertThat(seen.others).containsExactly(copy);
        assertThat(library.list("alice")).containsExactly(copy);
    }

    @Test
    void anImageWhoseFileIsDeletedIsGoneThere() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        bridge.run();
        pithos.delete(A);
        registry.update(ALICE, image.id(), change().name("gone").done());
        bridge.run();

        assertThat(library.list("alice")).isEmpty();
        assertThat(compare().outcomes.get(image.id()).remarks()).containsExactly("there is no file of its id");
    }

    /** As the old registry has left them, which locks nothing. */
    private Image withAttributesOfAnOlderVersion() {
        Image image = register("a.raw", Map.of());
        bridge.run();
        pithos.change(A, "1400000001");
        pithos.run("UPDATE attributes SET is_latest = true");
        return image;
    }

    @Test
    void attributesThatWereLeftOnOlderVersionsAreFoundAndTakenAway() {
        start("0.15");
        Image image = withAttributesOfAnOlderVersion();

        assertThat(compare().outcomes.get(image.id()).fields()).containsExactly("of older versions");

        walk().rebuild(new Seen());

        assertThat(compare().of(Kind.ALIKE)).containsExactly(image.id());
        assertThat(pithos.number("SELECT count(*) FROM attributes a JOIN nodes n ON n.latest_version <> a.serial"
                        + " AND n.node = a.node"))
                .isZero();
    }

    @Test
    void attributesThatWereLeftOnOlderVersionsGoWithTheImage() {
        start("0.15");
        Image image = withAttributesOfAnOlderVersion();
        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(library.list("alice")).isEmpty();
    }

    @Test
    void aSnapshotThatIsRegisteredStaysAsItIs() {
        start("0.16");
        Image image = register("a.raw", Map.of());
        long serial = pithos.number("SELECT latest_version FROM nodes WHERE path = ?", A);
        pithos.attributes(serial, "name", "snapshot", "volume_id", "17");
        pithos.run("UPDATE versions SET is_snapshot = true WHERE serial = ?", serial);
        bridge.run();

        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly("its file is a snapshot, which is the compute service's");

        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(keys(A)).containsExactlyInAnyOrder("plankton:name", "plankton:volume_id");
    }

    /** Whoever chose a file's id for another file's image has not made it theirs. */
    @Test
    void theIdOfAnImageOfAnotherFileTouchesNothing() {
        start("0.15");
        Image image = register("a.raw", Map.of());
        pithos.run("UPDATE versions SET uuid = ?", UUID.randomUUID().toString());
        TestRegistry.execute("UPDATE image SET object_uuid = UNHEX(REPEAT('ab', 16))");
        long others = pithos.plainImage("bob/images/x.raw", image.id());
        bridge.run();

        assertThat(compare().outcomes.get(image.id()).remarks()).containsExactly("its file has another id");

        registry.unregister(ALICE, image.id());
        bridge.run();
        Seen seen = new Seen();
        walk().rebuild(seen);

        assertThat(seen.others).containsExactly(image.id());
        assertThat(pithos.number("SELECT count(*) FROM attributes WHERE serial = ?", others))
                .isEqualTo(4);
    }

    @Test
    void whomTheOwnerLetsReadInPithosMayGoOnAndWhoIsNoMemberAnyMoreMayNot() {
        start("0.15", true);
        Image image = register("a.raw", Map.of());
        pithos.share(A, 0, "mallory", "alice:friends");
        test.share(ALICE, image.id(), "bob");
        registry.update(ALICE, image.id(), change().isPublic(true).done());
        bridge.run();

        assertThat(readers()).containsExactlyInAnyOrder("*", "bob", "mallory", "alice:friends");
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly("its file is shared in Pithos with others, too: alice:friends, mallory");

        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(readers()).containsExactlyInAnyOrder("mallory", "alice:friends");
    }

    private List<String> readers() {
        return pithos.texts("SELECT value FROM xfeaturevals JOIN xfeatures USING (feature_id) WHERE path = ?", A);
    }

    private static final String SHARED_FOLDER = "alice/images/team";

    /** With bob and carol. */
    private Image registerInASharedFolder() {
        start("0.15", true);
        pithos.file(SHARED_FOLDER, UUID.randomUUID().toString(), "application/directory", "1400000000");
        pithos.share(SHARED_FOLDER, 0, "bob");
        pithos.share(SHARED_FOLDER, 1, "carol");
        return register("team/a.raw", Map.of());
    }

    @Test
    void whoIsNoMemberAnyMoreIsNotLetReadByAFolder() {
        Image image = registerInASharedFolder();
        test.share(ALICE, image.id(), "bob");
        bridge.run();

        assertThat(library.isReadBy(image.id(), "bob")).isTrue();

        registry.removeMember(ALICE, image.id(), "bob");
        bridge.run();

        assertThat(library.isReadBy(image.id(), "bob")).isFalse();
        assertThat(library.isReadBy(image.id(), "carol")).isFalse();
        assertThat(library.isReadBy(image.id(), "alice")).isTrue();
        assertThat(compare().outcomes.get(image.id())).isEqualTo(new Outcome(Kind.ALIKE, new TreeSet<>(), List.of()));

        registry.unregister(ALICE, image.id());
        bridge.run();

        assertThat(library.isReadBy(image.id(), "bob")).isFalse();
    }

    @Test
    void whomAFolderLetsReadAPrivateImageIsRemarked() {
        Image image = registerInASharedFolder();
        bridge.run();

        assertThat(library.isReadBy(image.id(), "bob")).isTrue();
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly("its file is shared in Pithos with others, too: bob, carol");
    }

    @Test
    void whoMayWriteAndIsNoMemberIsRemarked() {
        start("0.15", true);
        Image image = register("a.raw", Map.of());
        pithos.share(A, 1, "bob");
        test.share(ALICE, image.id(), "bob");
        bridge.run();
        registry.removeMember(ALICE, image.id(), "bob");
        bridge.run();

        assertThat(library.isReadBy(image.id(), "bob")).isTrue();
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly("its file is shared in Pithos with others, too: bob");
    }

    @Test
    void whoIsNoReaderAnyMoreAsTheImageIsPrivateIsNoneThere() {
        start("0.15", true);
        Image image = register("a.raw", Map.of());
        test.share(ALICE, image.id(), "bob");
        bridge.run();
        registry.update(
                ALICE, image.id(), change().visibility(Visibility.PRIVATE).done());
        bridge.run();

        assertThat(readers()).isEmpty();
        assertThat(pithos.texts("SELECT path FROM xfeatures")).isEmpty();
    }

    /** Pithos locks the container then, and not the file; and whoever is the last reader that is taken away. */
    @Test
    void whoeverSharesAFileAtTheSameTimeDoesSo() throws Exception {
        start("0.15", true);
        Image image = register("a.raw", Map.of());
        test.share(ALICE, image.id(), "bob");
        bridge.run();
        registry.removeMember(ALICE, image.id(), "bob");
        try (Connection foreign = Postgres.connect(pithos.url());
                Statement statement = foreign.createStatement()) {
            foreign.setAutoCommit(false);
            statement.execute("INSERT INTO xfeaturevals SELECT feature_id, 0, 'carol' FROM xfeatures");
            runUntilItWaitsFor(foreign::commit);
        }

        assertThat(readers()).containsExactly("carol");
    }

    private void insertLatin(String path, String uuid) {
        pithos.plainImage(path, uuid);
        pithos.run(
                "UPDATE nodes SET path = convert_from(?, 'SQL_ASCII') WHERE path = ?",
                path.replace("X", "é").getBytes(StandardCharsets.ISO_8859_1),
                path);
    }

    @Test
    void textsThatAreNoUtf8KeepNothingElseFromBeingWritten() {
        start(new PithosTables(Postgres.shared(), "SQL_ASCII", "0.15"), "0.15", false);
        String others = UUID.randomUUID().toString();
        insertLatin("alice/images/X", others);
        Image image = register("a.raw", Map.of("os", "debian"));
        bridge.run();
        pithos.run(
                "UPDATE attributes SET value = convert_from(?, 'SQL_ASCII') WHERE key = 'plankton:property:os'",
                new byte[] {(byte) 0xe9});
        pithos.run(
                "INSERT INTO attributes SELECT serial, domain, 'plankton:property:' || convert_from(?, 'SQL_ASCII'),"
                        + " 'x', node, true FROM attributes WHERE key = 'plankton:property:os'",
                new byte[] {(byte) 0xe9});

        Seen seen = new Seen();
        walk().rebuild(seen);

        assertThat(seen.others).containsExactly(others);
        assertThat(seen.outcomes.get(image.id()).fields()).hasSize(2).contains("property:os");
        assertThat(found(image)).containsEntry("property:os", "debian").hasSize(7);
    }

    @Test
    void whatTheDatabasesEncodingHasNotIsLeftOut() {
        start(new PithosTables(Postgres.shared(), "LATIN1", "0.15"), "0.15", false);
        Image image = register("a.raw", Map.of("os", "Debian é", "greek", "βήτα"));
        registry.update(ALICE, image.id(), change().name("é β").done());
        bridge.run();

        assertThat(found(image))
                .containsEntry("name", "é ")
                .containsEntry("property:os", "Debian é")
                .hasSize(7);
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactly(
                        "its name has a character that cannot be written, and is without that there",
                        "property greek is empty, too long or cannot be written, and left out there");
    }

    @Test
    void whatIsOtherwiseThereThanItIsMeantIsRemarked() {
        start("0.15");
        Image image = register("a.raw", Map.of("x:property:y", "1", "long", "x".repeat(257)));
        registry.update(
                ALICE,
                image.id(),
                change().visibility(Visibility.COMMUNITY).isHidden(true).done());
        bridge.run();

        assertThat(found(image)).containsEntry("property:x:property:y", "1").hasSize(7);
        assertThat(compare().outcomes.get(image.id()).remarks())
                .containsExactlyInAnyOrder(
                        "property long is empty, too long or cannot be written, and left out there",
                        "property x:property:y is shown without \"property:\" there",
                        "it is hidden, and in lists there",
                        "it is for whoever has its id, and in everybody's lists there");
    }
}
