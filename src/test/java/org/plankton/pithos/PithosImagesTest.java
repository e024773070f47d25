package org.plankton.pithos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.ImageSource;
import org.plankton.testing.BridgeRights;
import org.plankton.testing.PithosTables;
import org.plankton.testing.Postgres;

/** What is made of the rows that Synnefo's registry has left in Pithos' tables. */
@Tag("long")
class PithosImagesTest {
    private static final String A = "0000000a-0000-4000-8000-000000000001";
    private static final String B = "0000000b-0000-4000-8000-000000000002";
    private static final Membership MEMBER = new Membership(false, null);

    /** Whatever was handed over. */
    private static final class All implements ImageSource.Reader {
        private final Map<String, WholeImage> images = new LinkedHashMap<>();
        private final Map<String, List<String>> remarks = new TreeMap<>();
        private final Map<String, String> refused = new TreeMap<>();
        private final List<String> refusedNames = new ArrayList<>();

        @Override
        public void read(WholeImage image, List<String> itsRemarks) {
            images.put(image.image().id(), image);
            remarks.put(image.image().id(), itsRemarks);
        }

        @Override
        public void refuse(String id, String name, String reason) {
            refused.put(id, reason);
            refusedNames.add(name);
        }

        Image image(String id) {
            return images.get(id).image();
        }
    }

    private static All read(PithosTables pithos) throws IOException {
        All all = new All();
        try (PithosImages images = new PithosImages(pithos.url(), "postgres", "")) {
            images.each(all);
        }
        return all;
    }

    @Test
    void anImageIsWhatItsRowsSay() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.image(
                "alice/images/deb.raw",
                A,
                "1371000160.512345",
                "name",
                "Debian 7 βήτα",
                "disk_format",
                "Diskdump",
                "container_format",
                "bare",
                "status",
                "AVAILABLE",
                "created_at",
                "1371000100.25",
                "property:os",
                "debian",
                "property:ROOT PARTITION",
                "1");

        All all = read(pithos);

        Image image = all.image(A);
        assertThat(all.remarks.get(A)).isEmpty();
        assertThat(image.owner()).isEqualTo("alice");
        assertThat(image.location().text()).isEqualTo("pithos://alice/images/deb.raw");
        assertThat(image.size()).isEqualTo(2048);
        assertThat(image.checksum()).isEqualTo(PithosTables.HASH);
        assertThat(image.objectUuid()).isEqualTo(A);
        assertThat(image.metadata().name()).isEqualTo("Debian 7 βήτα");
        assertThat(image.metadata().diskFormat()).isEqualTo(DiskFormat.DISKDUMP);
        assertThat(image.metadata().containerFormat()).isEqualTo(ContainerFormat.BARE);
        assertThat(image.metadata().visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(image.metadata().properties().values())
                .containsExactlyInAnyOrderEntriesOf(Map.of("os", "debian", "ROOT PARTITION", "1"));
        assertThat(image.status()).isEqualTo(Status.AVAILABLE);
        assertThat(image.createdAt()).isEqualTo(Instant.parse("2013-06-12T01:21:40.250Z"));
        assertThat(image.updatedAt()).isEqualTo(Instant.parse("2013-06-12T01:22:40.512345Z"));
    }

    @Test
    void pathsAreNotPercentEncodedAndObjectsHaveSlashes() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/team/100%25 #1?/βήτα 1", A);

        assertThat(read(pithos).image(A).location().object()).isEqualTo("team/100%25 #1?/βήτα 1");
    }

    /** An attribute that says that it is the latest may have been left on a version that nobody finds. */
    @Test
    void whatIsLeftOnAnOlderVersionIsNoImage() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/lost.raw", A);
        pithos.file("alice/images/lost.raw", A, "application/octet-stream", "1371000200");

        All all = read(pithos);

        assertThat(pithos.texts(BridgeRights.queryOfOrphans())).containsExactly("alice/images/lost.raw");
        assertThat(all.images).isEmpty();
        assertThat(all.refused).isEmpty();
    }

    @Test
    void ofManyVersionsTheNewestCountsAndTheFirstTellsWhenItWasMade() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.image(
                "alice/images/deb.raw", A, "1000.5", "name", "one", "disk_format", "raw", "container_format", "bare");
        pithos.change("alice/images/deb.raw", "2000.5");
        long last = pithos.change("alice/images/deb.raw", "3000.5");
        pithos.run("UPDATE attributes SET value = 'three' WHERE serial = ? AND key = 'plankton:name'", last);

        All all = read(pithos);

        assertThat(all.images).containsOnlyKeys(A);
        assertThat(all.image(A).metadata().name()).isEqualTo("three");
        assertThat(all.image(A).createdAt()).isEqualTo(Instant.parse("1970-01-01T00:16:40.500Z"));
        assertThat(all.image(A).updatedAt()).isEqualTo(Instant.parse("1970-01-01T00:50:00.500Z"));
        assertThat(all.remarks.get(A)).anyMatch(remark -> remark.startsWith("plankton:created_at is not there"));
    }

    @Test
    void aFileThatWasMovedIsWhereItIsNow() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/old.raw", A);
        pithos.move("alice/images/old.raw", "alice/pictures/new.raw");

        All all = read(pithos);

        assertThat(all.images).hasSize(1);
        assertThat(all.image(A).location().text()).isEqualTo("pithos://alice/pictures/new.raw");
    }

    @Test
    void aFileThatWasDeletedIsNoImage() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        long serial = pithos.plainImage("alice/images/deb.raw", A);
        pithos.run("UPDATE versions SET cluster = 2 WHERE serial = ?", serial);

        assertThat(read(pithos).images).isEmpty();
    }

    @Test
    void keysThatDifferInCaseAloneStandSideBySide() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage(
                "alice/images/deb.raw",
                A,
                "property:OS",
                "Linux",
                "property:os",
                "debian",
                "property:x:property:y",
                "z");

        assertThat(read(pithos).image(A).metadata().properties().values())
                .containsExactlyInAnyOrderEntriesOf(Map.of("OS", "Linux", "os", "debian", "x:property:y", "z"));
    }

    @Test
    void propertiesOf014AreOneAttributeAndRowsCountBeforeIt() throws IOException {
        PithosTables pithos = new PithosTables("0.14");
        pithos.plainImage(
                "alice/images/deb.raw",
                A,
                "properties",
                "{\"os\": \"deb\\u03b9an\", \"ram\": 512, \"gui\": true, \"nothing\": null, \"list\": [1, \"a\"]}",
                "property:os",
                "newer");

        All all = read(pithos);

        assertThat(all.image(A).metadata().properties().values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("os", "newer", "ram", "512", "gui", "true", "list", "[1,\"a\"]"));
        assertThat(all.remarks.get(A)).contains("property nothing is NULL, and left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"os\": \"deb", "[1]", "null"})
    void propertiesThatAreNoneAreRefused(String json) throws IOException {
        PithosTables pithos = new PithosTables("0.14");
        pithos.plainImage("alice/images/deb.raw", A, "properties", json);

        assertThat(read(pithos).refused.get(A)).startsWith("plankton:properties is no ");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {
                "available, AVAILABLE, false",
                "UNAVAILABLE, UNAVAILABLE, false",
                "Error, ERROR, false",
                "foo, UNAVAILABLE, true",
                "deleted, UNAVAILABLE, true",
                "NULL, AVAILABLE, true"
            })
    void theStatusIsThatOfItsRow(String word, Status status, boolean isRemarked) throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/deb.raw", A, "status", word);

        All all = read(pithos);

        assertThat(all.image(A).status()).isEqualTo(status);
        assertThat(all.remarks.get(A).toString().contains("plankton:status")).isEqualTo(isRemarked);
    }

    @ParameterizedTest
    @CsvSource({"1, AVAILABLE", "0, UNAVAILABLE", "-1, ERROR", "7, UNAVAILABLE"})
    void from016WithoutARowItIsWhatTheFileIsFitFor(int available, Status status) throws IOException {
        PithosTables pithos = new PithosTables("0.16");
        long bare = pithos.plainImage("alice/images/a.raw", A);
        long told = pithos.plainImage("alice/images/b.raw", B, "status", "AVAILABLE");
        pithos.run("UPDATE versions SET available = ? WHERE serial IN (?, ?)", available, bare, told);

        All all = read(pithos);

        assertThat(all.image(A).status()).isEqualTo(status);
        assertThat(all.image(B).status()).isEqualTo(Status.AVAILABLE); // a row counts before it
        assertThat(all.remarks.get(A).isEmpty()).isEqualTo(available != 7);
    }

    @Test
    void snapshotsAreLeftWhereTheyAre() throws IOException {
        PithosTables pithos = new PithosTables("0.16");
        long serial = pithos.plainImage("alice/snapshots/one", A, "volume_id", "7");
        pithos.run("UPDATE versions SET is_snapshot = true WHERE serial = ?", serial);
        pithos.plainImage("alice/images/b.raw", B, "description", "of ours");

        All all = read(pithos);

        assertThat(all.images).containsOnlyKeys(B);
        assertThat(all.remarks.get(B)).contains("plankton:description is not taken over");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, NULL", "'', no number", "yesterday, no number", "NaN, no number", "1e9999, no number"})
    void aTimeOfCreationThatIsNoneIsTheFirstVersions(String written, String said) throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        long serial = pithos.plainImage("alice/images/deb.raw", A);
        pithos.run("UPDATE attributes SET value = ? WHERE serial = ? AND key = 'plankton:created_at'", written, serial);
        pithos.run("UPDATE versions SET mtime = 77.000001 WHERE serial = ?", serial);

        All all = read(pithos);

        assertThat(all.image(A).createdAt()).isEqualTo(Instant.parse("1970-01-01T00:01:17.000001Z"));
        assertThat(all.remarks.get(A)).anyMatch(remark -> remark.startsWith("plankton:created_at is " + said));
    }

    @Test
    void readersAreMembersWhoeverMayWriteToo() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/a.raw", A);
        pithos.share("alice/images/a.raw", 0, "bob", "alice");
        pithos.share("alice/images/a.raw", 1, "carol");
        pithos.plainImage("alice/images/b.raw", B);
        pithos.share("alice/images/b.raw", 0, "*", "bob");

        All all = read(pithos);

        assertThat(all.images.get(A).members()).containsExactly(Map.entry("bob", MEMBER), Map.entry("carol", MEMBER));
        assertThat(all.image(A).metadata().visibility()).isEqualTo(Visibility.SHARED);
        assertThat(all.images.get(B).members()).containsExactly(Map.entry("bob", MEMBER));
        assertThat(all.image(B).metadata().visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(all.remarks.get(A)).noneMatch(remark -> remark.contains("reader"));
    }

    /** Pithos names the owner as the only reader of a file in a shared folder that is not to be shared. */
    @Test
    void anImageWhoseOnlyReaderIsItsOwnerIsPrivate() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.file("alice/images/team", B, "application/directory", "1");
        pithos.share("alice/images/team", 0, "bob");
        pithos.plainImage("alice/images/team/a.raw", A);
        pithos.share("alice/images/team/a.raw", 0, "alice");

        All all = read(pithos);

        assertThat(all.images.get(A).members()).isEmpty();
        assertThat(all.image(A).metadata().visibility()).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void readersOfAFolderAreMembersAndItIsRemarked() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.file("alice/images/team", B, "application/directory; charset=x", "1");
        pithos.share("alice/images/team/", 0, "bob");
        pithos.plainImage("alice/images/team/deep/a.raw", A);
        pithos.share("alice/images", 0, "mallory"); // a container cannot be shared
        pithos.file("alice/plain", "p", "text/plain", "1");
        pithos.file("alice/plain/folder", "q", "text/plain", "1");
        pithos.share("alice/plain/folder", 0, "mallory"); // no folder
        pithos.plainImage("alice/plain/folder/b.raw", B);

        All all = read(pithos);

        assertThat(all.images.get(A).members()).isEmpty(); // the folder is there without a slash at its end
        assertThat(all.images.get(B).members()).isEmpty();

        pithos.share("alice/images/team", 0, "carol");
        All then = read(pithos);

        assertThat(then.images.get(A).members()).containsOnlyKeys("carol");
        assertThat(then.remarks.get(A))
                .anyMatch(remark -> remark.startsWith("its readers are those of the folder alice/images/team:"));
    }

    @Test
    void groupsAreWhoIsInThem() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.group("alice", "friends", "bob", "carol", "alice");
        pithos.plainImage("alice/images/a.raw", A);
        pithos.share("alice/images/a.raw", 0, "alice:friends", "dave");
        pithos.plainImage("alice/images/b.raw", B);
        pithos.share("alice/images/b.raw", 0, "alice:nobody");

        All all = read(pithos);

        assertThat(all.images.get(A).members()).containsOnlyKeys("bob", "carol", "dave");
        assertThat(all.remarks.get(A)).anyMatch(remark -> remark.startsWith("groups are among its readers"));
        assertThat(all.images.get(B).members()).isEmpty();
        assertThat(all.image(B).metadata().visibility()).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void aReaderWhoCanBeNoAccountIsRemarked() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/a.raw", A);
        pithos.share("alice/images/a.raw", 0, "b ob", "carol");

        All all = read(pithos);

        assertThat(all.images.get(A).members()).containsOnlyKeys("carol");
        assertThat(all.remarks.get(A)).contains("reader b ob can be no account here, and is no member");
    }

    @Test
    void aCopyIsAnImageToo() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/a.raw", A);
        pithos.plainImage("bob/images/a.raw", B);

        assertThat(read(pithos).images).containsOnlyKeys(A, B);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {
                "disk_format, iso9660, plankton:disk_format is none that there is here: iso9660",
                "disk_format, NULL, plankton:disk_format is NULL",
                "container_format, zip, plankton:container_format is none that there is here: zip"
            })
    void aFormatThatThereIsNotIsRefused(String key, String value, String reason) throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        long serial = pithos.plainImage("alice/images/a.raw", A);
        pithos.run("UPDATE attributes SET value = ? WHERE serial = ? AND key = 'plankton:' || ?", value, serial, key);
        pithos.plainImage("alice/images/b.raw", B);

        All all = read(pithos);

        assertThat(all.refused).containsExactly(Map.entry(A, reason));
        assertThat(all.refusedNames).containsExactly("Debian");
        assertThat(all.images).containsOnlyKeys(B); // nobody else suffers
    }

    @Test
    void whatHasNoFormatIsRefused() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.image("alice/images/a.raw", A, "1", "name", "bare");

        assertThat(read(pithos).refused.get(A)).isEqualTo("plankton:disk_format is NULL");
    }

    @ParameterizedTest
    @CsvSource({
        "'al ice/images/a.raw', 'location''s account must be an account''s id'",
        "alice/a.raw, location must read",
        "'alice/images/..', location must read"
    })
    void aPathThatCanBeNoLocationIsRefused(String path, String reason) throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage(path, A);

        assertThat(read(pithos).refused.get(A)).startsWith(reason);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {"NULL, hash is NULL", "xyz, hash is none in lower-case hex: xyz", "archip:7, hash is none in"})
    void aHashThatIsNoneIsRefused(String hash, String reason) throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/a.raw", A);
        pithos.run("UPDATE versions SET hash = ?", hash);

        assertThat(read(pithos).refused.get(A)).startsWith(reason);
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedByTheirFieldAndNobodyElseSuffers() throws IOException {
        PithosTables pithos = new PithosTables(Postgres.shared(), "SQL_ASCII", "0.15");
        pithos.plainImage("alice/images/a.raw", A, "property:city", "x");
        pithos.run("UPDATE attributes SET value = E'Z\\xfcrich' WHERE key = 'plankton:property:city'");
        pithos.plainImage("alice/images/b.raw", B, "property:city", "Zürich");
        pithos.plainImage("alice/images/c.raw", "c");
        pithos.run("UPDATE nodes SET path = E'alice/images/\\xfc.raw' WHERE path = 'alice/images/c.raw'");

        All all = read(pithos);

        assertThat(all.refused)
                .containsExactly(
                        Map.entry(A, "plankton:property:city is no UTF-8"), Map.entry("c", "path is no UTF-8"));
        assertThat(all.image(B).metadata().properties().get("city")).isEqualTo("Zürich");
    }

    @Test
    void howManyThereAreAndTheGreatestSerialAreTold() throws IOException {
        PithosTables pithos = new PithosTables("0.15");
        pithos.plainImage("alice/images/a.raw", A);
        pithos.plainImage("alice/images/b.raw", B);
        long greatest = pithos.file("alice/notes.txt", "n", "text/plain", "1");
        try (PithosImages images = new PithosImages(pithos.url(), "postgres", "")) {
            images.each(new All());

            assertThat(images.count()).isEqualTo(2);
            assertThat(images.greatestSerial()).isEqualTo(greatest);
        }
    }

    @Test
    void whatIsClosedMakesNoConnectionAnyMore() {
        PithosImages images = new PithosImages(new PithosTables("0.15").url(), "postgres", "");
        images.close();

        assertThatThrownBy(images::count).isInstanceOf(IOException.class);
    }

    @Test
    void readingNeedsNoRightButToRead() throws IOException {
        PithosTables pithos = new PithosTables("0.16");
        pithos.plainImage("alice/images/a.raw", A);
        BridgeRights.giveReading(pithos);
        All all = new All();

        try (PithosImages images = new PithosImages(pithos.url(), BridgeRights.READER, "")) {
            images.each(all);
        }

        assertThat(all.images).containsOnlyKeys(A);
    }

    @Test
    void whoMayReadAllThatMayCountPublicLinks() {
        PithosTables pithos = new PithosTables("0.15");
        pithos.run("INSERT INTO public (path) VALUES ('alice/images/a.raw')");
        BridgeRights.giveReading(pithos);

        assertThat(pithos.textsAs(BridgeRights.READER, BridgeRights.queryOfLinks()))
                .containsExactly("1");
        assertThat(pithos.textsAs(BridgeRights.READER, BridgeRights.queryOfOrphans()))
                .isEmpty();
    }

    @Test
    void aDatabaseThatCannotBeReadIsToldWithoutSecrets() {
        PithosTables pithos = new PithosTables("0.15");
        try (PithosImages images = new PithosImages(pithos.url() + "?sslpassword=Xyzzy", "nobody", "Xyzzy")) {
            assertThatThrownBy(() -> images.each(new All()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("\"nobody\"")
                    .hasMessageNotContaining("Xyzzy");
        }
    }
}
