package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.MetadataBuilder;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.ports.NoteMapper;
import org.plankton.registry.ports.SharingMapper;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Source;

/**
 * What changes of one image at a time ask of the tables, whoever keeps them: those for the tests that come between such
 * changes have this part of {@link TablesContract}.
 */
abstract class OneImageContract {
    static final Instant NOON = Instant.parse("2026-11-28T12:00:00.000001Z");
    static final Location ELSEWHERE = new Location("alice", "images", "elsewhere");
    static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    static final long HOUR = 3600;

    /** Whatever was noted before in a second from now has been silent, or on its way, for so long. */
    static final long OVER = -1;

    /** Who is named in these tests. */
    static final Set<String> ACCOUNTS = Set.of("alice", "bob", "Bob", "carol", "erin", "a");

    static final Metadata METADATA = MetadataBuilder.builder(Metadata.NONE)
            .name("name")
            .diskFormat(DiskFormat.DISKDUMP)
            .containerFormat(ContainerFormat.BARE)
            .visibility(Visibility.PRIVATE)
            .properties(Properties.NONE)
            .build();

    /** With nothing in its tables. */
    abstract Database database();

    /** What its journal has been told since then. */
    abstract List<Journal.Entry> journal();

    static String id(int number) {
        return "1d000000-0000-4000-8000-%012d".formatted(number);
    }

    static String object(int number) {
        return "0b1ec700-0000-4000-8000-%012d".formatted(number);
    }

    static Location location(int number) {
        return new Location("alice", "images", "object" + number);
    }

    /** Alice's, private. */
    static Image image(int number) {
        Content content = new Content(location(number), 5, "abcd", object(number), "", "", OptionalLong.empty(), false);
        return reserved(number).withBytes(content, NOON);
    }

    static Image reserved(int number) {
        return Image.reserved(id(number), "alice", METADATA, NOON);
    }

    static Image saving(int number) {
        return reserved(number).withStatus(Status.SAVING);
    }

    static Image deleted(int number) {
        return image(number).deleted(NOON.plusSeconds(number));
    }

    /** What is still known of it. */
    static Image remembered(Image deleted) {
        return deleted.withContent(deleted.content().withObjectUuid(null));
    }

    void change(Consumer<Tables> work) {
        database().inTransaction("alice", tables -> {
            work.accept(tables);
            return true;
        });
    }

    <T> T read(Function<Tables, T> work) {
        return database().read(work);
    }

    void insert(Image... images) {
        change(tables -> {
            for (Image image : images) {
                if (image.deletedAt() == null) {
                    tables.writes().images().insert(image, null);
                } else {
                    tables.writes().images().insert(image.withDeletedAt(null).withContent(null), null);
                    tables.writes().images().update(image, null, 0);
                }
            }
        });
    }

    @BeforeEach
    void meetAccounts() {
        change(tables -> tables.writes().accounts().meet(ACCOUNTS));
    }

    static Journal.Entry entry(Image after) {
        return new Journal.Entry(
                "alice",
                new Source("request", "guide", "192.0.2.1"),
                EditKind.REGISTER,
                null,
                after,
                Map.of(),
                Map.of(),
                List.of());
    }

    // Transactions

    @Test
    void aTransactionAnswersWhatItsWorkDoes() {
        assertThat(database().<String>inTransaction("alice", tables -> "answer"))
                .isEqualTo("answer");
    }

    @Test
    void aTransactionThatThrowsLeavesNothingInTheTablesNorInTheJournal() {
        insert(image(1), image(2));

        assertThatThrownBy(() -> change(tables -> {
                    tables.writes().images().insert(image(3), null);
                    tables.writes().images().update(image(1).withOwner("bob"), null, 1);
                    tables.writes().images().forget(id(2));
                    tables.writes().members().insert(id(1), Set.of("bob"), MemberStatus.ACCEPTED);
                    tables.unsettledReaders().insert(location(1), id(1), "alice", Set.of("bob"));
                    tables.sharings().begin(location(1), UNKNOWN);
                    tables.uploads().insert(id(3), "alice", location(3), false);
                    tables.objectReaders().insert(object(1), Set.of("bob"));
                    tables.writes().journal().write(entry(image(3)));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(this.<Image>read(tables -> tables.images().find(id(1)))).isEqualTo(image(1));
        assertThat(this.<Image>read(tables -> tables.images().find(id(2)))).isEqualTo(image(2));
        assertThat(this.<Image>read(tables -> tables.images().find(id(3)))).isNull();
        assertThat(this.<Boolean>read(tables -> tables.images().isEntangled(id(1), location(1), object(1), true)))
                .isFalse();
        assertThat(this.<Boolean>read(tables -> tables.uploads().isNoted(id(3))))
                .isFalse();
        assertThat(journal()).isEmpty();
    }

    @Test
    void theJournalIsToldWhatATransactionHasChangedInItsOrderOnceItIsCommitted() {
        change(tables -> {
            tables.writes().images().insert(image(1), null);
            tables.writes().journal().write(entry(image(1)));
            tables.writes().images().insert(image(2), null);
            tables.writes().journal().write(entry(image(2)));
            assertThat(journal()).isEmpty();
        });

        assertThat(journal()).containsExactly(entry(image(1)), entry(image(2)));
    }

    @Test
    void whatOnlyReadsHasNothingToWriteWith() {
        assertThat(this.<Boolean>read(tables -> tables.writes() == null)).isTrue();
        assertThat(database().<Boolean>snapshot(tables -> tables.writes() == null))
                .isTrue();
    }

    @Test
    void aSnapshotShowsOneMomentAndAReadEachStatementsOwn() {
        insert(image(1));

        assertThat(database().<Boolean>snapshot(tables -> {
                    Long before = tables.images().findReadersVersion(id(1));
                    insertMember(id(1), "bob");
                    return tables.images().findReadersVersion(id(1)).equals(before)
                            && tables.members().listAccounts(id(1)).isEmpty();
                }))
                .isTrue();
        assertThat(this.<Boolean>read(tables -> {
                    tables.images().findReadersVersion(id(1));
                    insertMember(id(1), "carol");
                    return tables.members().isMember(id(1), "carol");
                }))
                .isTrue();
    }

    private void insertMember(String id, String account) {
        change(tables -> {
            tables.writes().members().insert(id, Set.of(account), MemberStatus.ACCEPTED);
            tables.writes().images().countReadersChange(id);
        });
    }

    // Images

    /** As much of everything as can be. */
    private static Image full() {
        Metadata metadata = MetadataBuilder.builder(Metadata.NONE)
                .name("😀\"\\\u0000\n\u2028")
                .diskFormat(DiskFormat.NTFSDUMP)
                .containerFormat(ContainerFormat.AKI)
                .visibility(Visibility.COMMUNITY)
                .isProtected(true)
                .minRam(Integer.MAX_VALUE)
                .minDisk(1)
                .isHidden(true)
                .tags(new Tags(List.of("😀\"\\", "b", "a\u0000")))
                .properties(new Properties(Map.of("a\u0001b", "\"😀\\", "ü", "\u0000")))
                .build();
        Content content = new Content(
                new Location("a", "ü", "😀 /b"),
                Long.MAX_VALUE,
                "abcd",
                object(9),
                "5d41402abc4b2a76b9719d911017c592",
                "5d41402abc4b2a76b9719d911017c592".repeat(4),
                OptionalLong.of(Long.MAX_VALUE),
                true);
        return Image.reserved(id(1), "alice", metadata, Instant.parse("1969-12-31T23:59:59.999999Z"))
                .withBytes(content, Instant.parse("2040-02-29T01:30:00.000001Z"))
                .withStatus(Status.ERROR)
                .withFinding(Finding.CHANGED, Instant.parse("2040-02-29T01:30:00.000001Z"));
    }

    @Test
    void anImageIsReadAsItWasWritten() {
        Image untold = reserved(2).withMetadata(Metadata.NONE);
        Image inAStoreOfItsOwn = image(3).withContent(image(3).content()
                .withLocation(new Location("files", "alice", "c", "o"))
                .withObjectUuid(null));
        for (Image image : List.of(full(), untold, inAStoreOfItsOwn)) {
            insert(image);

            assertThat(this.<Image>read(tables -> tables.images().find(image.id())))
                    .isEqualTo(image);
            assertThat(database()
                            .<Image>inTransaction(
                                    "alice", tables -> tables.images().lock(image.id())))
                    .isEqualTo(image);
        }
    }

    @Test
    void anImageIsFoundByWhatItIsAndNotByWhatLooksLikeIt() {
        insert(image(1), full().withId(id(2)));

        assertThat(this.<Image>read(tables -> tables.images().findByLocation(location(1))))
                .isEqualTo(image(1));
        assertThat(this.<Image>read(tables -> tables.images().findByLocation(new Location("a", "ü", "😀 /b"))))
                .isEqualTo(full().withId(id(2)));
        for (Location other : List.of(
                new Location("alice", "images", "Object1"),
                new Location("alice", "images", "object1 "),
                new Location("files", "alice", "images", "object1"),
                new Location("a", "u\u0308", "😀 /b"))) {
            assertThat(this.<Image>read(tables -> tables.images().findByLocation(other)))
                    .as(other.toString())
                    .isNull();
        }
        assertThat(this.<Image>read(tables -> tables.images().find(UNKNOWN))).isNull();
        assertThat(database()
                        .<Image>inTransaction("alice", tables -> tables.images().lock(UNKNOWN)))
                .isNull();
    }

    @Test
    void anImageThatIsUpdatedIsWhatItIsUpdatedToAndKeepsItsTimeOfCreation() {
        for (Image before : List.of(image(1), reserved(1), full())) {
            for (Image after : List.of(image(1), reserved(1), full())) {
                insert(before, image(2));

                change(tables -> tables.writes().images().update(after, null, 0));

                assertThat(this.<Image>read(tables -> tables.images().find(id(1))))
                        .isEqualTo(after.withCreatedAt(before.createdAt()));
                assertThat(this.<Image>read(tables -> tables.images().find(id(2))))
                        .isEqualTo(image(2));
                change(tables -> {
                    tables.writes().images().forget(id(1));
                    tables.writes().images().forget(id(2));
                });
            }
        }
    }

    @Test
    void anImageThatIsRegisteredNoLongerIsRememberedAndAnotherCanHaveItsFile() {
        insert(image(1), reserved(2));
        Image withoutBytes = reserved(2).deleted(NOON.plusSeconds(2));

        change(tables -> {
            tables.writes().images().update(deleted(1), null, 0);
            tables.writes().images().update(withoutBytes, null, 0);
            tables.writes().images().insert(image(1).withId(id(3)), null);
        });

        assertThat(this.<Image>read(tables -> tables.images().find(id(1)))).isNull();
        assertThat(database()
                        .<Image>inTransaction("alice", tables -> tables.images().lock(id(1))))
                .isNull();
        assertThat(this.<Image>read(tables -> tables.images().findDeleted(id(1))))
                .isEqualTo(remembered(deleted(1)));
        assertThat(this.<Image>read(tables -> tables.images().findDeleted(id(2))))
                .isEqualTo(withoutBytes);
        assertThat(this.<Image>read(tables -> tables.images().findDeleted(id(3))))
                .isNull();
        assertThat(this.<Image>read(tables -> tables.images().findByLocation(location(1))))
                .isEqualTo(image(1).withId(id(3)));
    }

    @Test
    void noTwoImagesHaveOneIdOneLocationOrOneObject() {
        insert(image(1));
        Content other = new Content(location(2), 5, "abcd", object(2), "", "", OptionalLong.empty(), false);

        for (Image taken : List.of(
                image(2).withId(id(1)),
                image(2).withContent(other.withLocation(location(1))),
                image(2).withContent(other.withObjectUuid(object(1))))) {
            assertThatThrownBy(() -> insert(taken)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void twoImagesChangeLocationsByWayOfNone() {
        insert(image(1), image(2));

        change(tables -> {
            tables.writes().images().vacate(id(2));
            assertThat(tables.images().findByLocation(location(2))).isNull();
            tables.writes().images().update(image(1).movedTo(location(2), NOON), null, 0);
            tables.writes().images().update(image(2).movedTo(location(1), NOON), null, 0);
        });

        assertThat(this.<Image>read(tables -> tables.images().findByLocation(location(2)))
                        .id())
                .isEqualTo(id(1));
        assertThat(this.<Image>read(tables -> tables.images().findByLocation(location(1)))
                        .id())
                .isEqualTo(id(2));
    }

    @Test
    void coupledAreThoseAtTheLocationOfTheObjectAndOfTheIdEachOnce() {
        insert(image(1), image(2), image(3), deleted(4), reserved(5));

        assertCoupled(location(1), object(2), id(3), image(1), image(2), image(3));
        assertCoupled(location(1), object(1), id(1), image(1));
        assertCoupled(location(1), object(2), id(2), image(1), image(2));
        assertCoupled(location(1), null, id(2), image(1), image(2));
        assertCoupled(location(1), null, UNKNOWN, image(1));
        assertCoupled(ELSEWHERE, object(2), UNKNOWN, image(2));
        assertCoupled(ELSEWHERE, null, id(3), image(3));
        assertCoupled(ELSEWHERE, null, null);
        assertCoupled(ELSEWHERE, UNKNOWN, UNKNOWN);
        assertCoupled(ELSEWHERE, null, id(5), reserved(5));
        assertCoupled(location(4), object(4), UNKNOWN);
        assertCoupled(location(4), object(4), id(4), remembered(deleted(4)));
    }

    /** What may be noted of the first image, its location or its object. */
    private record Note(Consumer<Tables> made, Consumer<Tables> undone) {}

    private static final List<Note> NOTES = List.of(
            new Note(
                    tables -> tables.unsettledReaders().insert(location(1), id(2), "alice", Set.of("bob")),
                    tables -> tables.unsettledReaders().delete(location(1), Set.of("bob"))),
            new Note(
                    tables -> tables.unsettledReaders().insert(ELSEWHERE, id(1), "alice", Set.of("bob")),
                    tables -> tables.unsettledReaders().delete(ELSEWHERE, Set.of("bob"))),
            new Note(
                    tables -> tables.sharings().begin(location(1), UNKNOWN),
                    tables -> tables.sharings().delete(location(1), UNKNOWN)),
            new Note(
                    tables -> tables.objectReaders().insert(object(1), Set.of("bob")),
                    tables -> tables.objectReaders().delete(object(1))),
            new Note(
                    tables -> tables.uploads().insertOrphan(id(3), "alice", location(1)),
                    tables -> tables.uploads().delete(location(1))),
            new Note(
                    tables -> tables.uploads().insert(id(1), "alice", ELSEWHERE, false),
                    tables -> tables.uploads().delete(ELSEWHERE)));

    private void assertCoupled(Location location, String object, String id, Image... images) {
        assertThat(this.<List<Image>>read(tables -> tables.images().findCoupled(location, object, id)))
                .containsExactlyInAnyOrder(images);
        assertThat(database()
                        .<List<Image>>inTransaction(
                                "alice", tables -> tables.images().lockCoupled(location, object, id)))
                .containsExactlyInAnyOrder(images);
    }

    @Test
    void anImageIsEntangledWithWhateverIsKnownOfItItsFileOrItsObject() {
        insert(image(1), image(2));
        assertThat(isEntangled()).isFalse();
        change(tables -> {
            tables.writes().members().insert(id(2), Set.of("bob"), MemberStatus.ACCEPTED);
            tables.unsettledReaders().insert(location(2), id(2), "alice", Set.of("bob"));
            tables.sharings().begin(location(2), UNKNOWN);
            tables.objectReaders().insert(object(2), Set.of("bob"));
            tables.uploads().insert(id(2), "alice", location(2), false);
        });
        assertThat(isEntangled()).as("by what is another's").isFalse();

        assertEntangledBy(new Note(
                tables -> tables.writes().members().insert(id(1), Set.of("bob"), MemberStatus.ACCEPTED),
                tables -> tables.writes().members().delete(id(1), Set.of("bob"))));
        NOTES.forEach(this::assertEntangledBy);
    }

    @Test
    void byUploadsItIsEntangledOnlyIfTheyCount() {
        insert(image(1));
        change(tables -> {
            tables.uploads().insertOrphan(id(3), "alice", location(1));
            tables.uploads().insert(id(1), "alice", ELSEWHERE, false);
        });

        assertThat(isEntangled()).isTrue();
        assertThat(this.<Boolean>read(tables -> tables.images().isEntangled(id(1), location(1), object(1), false)))
                .isFalse();
    }

    private boolean isEntangled() {
        return read(tables -> tables.images().isEntangled(id(1), location(1), object(1), true));
    }

    private void assertEntangledBy(Note note) {
        change(note.made);
        assertThat(isEntangled()).isTrue();
        change(note.undone);
        assertThat(isEntangled()).isFalse();
    }

    @Test
    void nothingIsKnownOfAnObjectUntilThereIsAnImageOrANote() {
        assertThat(isUnknown(location(1), object(1), id(1))).isTrue();
        for (Note note : NOTES) {
            change(note.made);
            assertThat(isUnknown(location(1), object(1), id(1))).isFalse();
            change(note.undone);
            assertThat(isUnknown(location(1), object(1), id(1))).isTrue();
        }
        insert(image(1), deleted(2));

        assertThat(isUnknown(location(1), object(3), id(3))).isFalse();
        assertThat(isUnknown(location(3), object(1), id(3))).isFalse();
        assertThat(isUnknown(location(3), object(3), id(1))).isFalse();
        assertThat(isUnknown(location(3), object(3), id(2)))
                .as("no longer registered")
                .isFalse();
        assertThat(isUnknown(location(2), object(2), id(3))).isTrue();
        assertThat(isUnknown(location(3), null, id(3))).isTrue();
    }

    @Test
    void anIdIsRetiredForGoodButForItsOwnObject() {
        change(tables -> {
            tables.writes().images().retire(id(1), object(1));
            tables.writes().images().retire(id(2), null);
            tables.writes().images().retire(object(3), id(3)); // and in a later life
            tables.writes().images().retire(object(3), object(3));
        });

        assertThat(List.of(isRetired(id(1), null), isRetired(id(1), object(1)), isRetired(id(1), object(2))))
                .containsExactly(true, false, true);
        assertThat(List.of(isRetired(id(2), null), isRetired(id(2), object(2)), isRetired(id(2), id(2))))
                .containsExactly(true, true, true);
        assertThat(List.of(isRetired(object(3), null), isRetired(object(3), id(3)), isRetired(object(3), object(3))))
                .containsExactly(true, true, false);
        assertThat(isRetired(id(4), null)).isFalse();
        assertThat(isUnknown(location(3), object(3), object(3))).isTrue();
        assertThat(isUnknown(location(3), null, object(3))).isTrue();
        assertThat(isUnknown(location(3), object(4), object(3))).isFalse();
        assertThat(isUnknown(location(2), null, id(2))).isFalse();
        assertThat(isUnknown(location(2), id(2), id(2))).isFalse();
        assertThat(isUnknown(location(4), null, id(4))).isTrue();
    }

    private boolean isRetired(String id, String object) {
        return read(tables -> tables.images().isRetired(id, object));
    }

    @Test
    void whatAnAccountOwnsIsCountedByWhatAQuotaCountsAndNoFurtherThanAsked() {
        Image hidden = image(5).withMetadata(METADATA.withIsHidden(true).withVisibility(Visibility.PUBLIC));
        insert(
                image(1).withMetadata(METADATA.withVisibility(Visibility.PUBLIC)),
                reserved(2).withMetadata(METADATA.withVisibility(Visibility.PUBLIC)),
                saving(3),
                saving(4).withMetadata(METADATA.withIsHidden(true)),
                hidden,
                deleted(6),
                reserved(7).withStatus(Status.ERROR),
                image(8).withOwner("bob"));

        assertThat(owned("alice", 100)).containsExactly(6, 4, 2);
        assertThat(owned("alice", 3)).containsExactly(3, 3, 2);
        assertThat(owned("alice", 0)).containsExactly(0, 0, 0);
        assertThat(owned("bob", Integer.MAX_VALUE)).containsExactly(1, 0, 0);
        assertThat(owned("Bob", 100)).containsExactly(0, 0, 0);
        assertThat(owned("nobody", 100)).containsExactly(0, 0, 0);
        assertThat(allOwned("alice")).containsExactly(6, 4, 2);
        assertThat(allOwned("bob")).containsExactly(1, 0, 0);
        assertThat(allOwned("nobody")).containsExactly(0, 0, 0);
    }

    private List<Integer> allOwned(String account) {
        return Arrays.stream(Quota.values())
                .map(quota -> this.<Integer>read(tables -> tables.images().countAllOwned(account, quota)))
                .toList();
    }

    /** By each quota. */
    private List<Integer> owned(String account, int most) {
        return Arrays.stream(Quota.values())
                .map(quota -> this.<Integer>read(tables -> tables.images().countOwned(account, quota, most)))
                .toList();
    }

    @Test
    void anAccountIsLockedAndIsKnownThen() {
        change(tables -> {
            tables.writes().accounts().lock("alice");
            tables.writes().accounts().lock("alice");
            assertThat(tables.writes().accounts().lockKnown("alice")).isEqualTo("alice");
        });
    }

    private boolean isUnknown(Location location, String object, String id) {
        return read(tables -> tables.images().isUnknown(location, object, id));
    }

    @Test
    void whatHasNoObjectIsEntangledByNone() {
        change(tables -> tables.objectReaders().insert(object(1), Set.of("bob")));

        assertThat(this.<Boolean>read(tables -> tables.images().isEntangled(id(1), location(1), null, true)))
                .isFalse();
    }

    private Long version(String id) {
        Long found = read(tables -> tables.images().findReadersVersion(id));
        assertThat(database()
                        .<Long>inTransaction("alice", tables -> tables.images().lockReadersVersion(id)))
                .isEqualTo(found);
        return found;
    }

    @Test
    void changesOfReadersAreCountedAsOftenAsIsSaidAndEvenWhenTheImageIsRegisteredNoLonger() {
        assertThat(version(id(1))).isNull();
        insert(image(1));
        Long beginning = version(id(1));

        change(tables -> tables.writes().images().update(image(1).withOwner("bob"), null, 0));
        assertThat(version(id(1))).isEqualTo(beginning);
        change(tables -> tables.writes().images().update(image(1).withOwner("carol"), null, 1));
        assertThat(version(id(1))).isEqualTo(beginning + 1);
        change(tables -> tables.writes().images().countReadersChange(id(1)));
        assertThat(version(id(1))).isEqualTo(beginning + 2);
        change(tables -> tables.writes().images().update(deleted(1), null, 1));
        assertThat(version(id(1))).isEqualTo(beginning + 3);
        change(tables -> tables.writes().images().countReadersChange(id(1)));
        assertThat(version(id(1))).isEqualTo(beginning + 4);
    }

    @Test
    void anEarlierLifeOfTheSameIdHasCountedToNoSuchNumber() {
        insert(image(1));
        change(tables -> tables.writes().images().countReadersChange(id(1)));
        Long before = version(id(1));

        change(tables -> {
            tables.writes().images().forget(id(1));
            tables.writes().images().insert(image(1), null);
        });

        assertThat(version(id(1))).isGreaterThan(before);
    }

    @Test
    void whatIsForgottenIsGoneWithItsMembersAndTheOthersStay() {
        insert(deleted(1), image(2), image(3));
        change(tables -> {
            tables.writes().members().insert(id(1), Set.of("bob"), MemberStatus.ACCEPTED);
            tables.writes().members().insert(id(3), Set.of("bob"), MemberStatus.ACCEPTED);
        });

        change(tables -> {
            tables.writes().images().forget(id(1));
            tables.writes().images().forget(id(2));
            tables.writes().images().forget(UNKNOWN);
        });

        assertThat(this.<Image>read(tables -> tables.images().findDeleted(id(1))))
                .isNull();
        assertThat(this.<Image>read(tables -> tables.images().find(id(2)))).isNull();
        assertThat(this.<Set<String>>read(tables -> tables.members().listAccounts(id(1))))
                .isEmpty();
        assertThat(this.<Set<String>>read(tables -> tables.members().listAccounts(id(3))))
                .containsExactly("bob");
        assertThat(this.<Image>read(tables -> tables.images().find(id(3)))).isEqualTo(image(3));
    }

    // Members

    @Test
    void aMemberSaysWhatItSaysSinceATime() {
        insert(image(1));
        change(tables -> tables.writes().members().insert(id(1), Set.of("bob"), MemberStatus.PENDING));
        Member before = read(tables -> tables.members().find(id(1), "bob"));

        change(tables -> tables.writes().members().setStatus(id(1), "bob", MemberStatus.ACCEPTED));
        change(tables -> tables.writes().members().setStatus(id(1), "carol", MemberStatus.ACCEPTED));

        Member after = read(tables -> tables.members().find(id(1), "bob"));
        assertThat(before).isEqualTo(before.withStatus(MemberStatus.PENDING).withUpdatedAt(before.createdAt()));
        assertThat(after).isEqualTo(before.withStatus(MemberStatus.ACCEPTED).withUpdatedAt(after.updatedAt()));
        assertThat(after.updatedAt()).isAfterOrEqualTo(before.updatedAt());
        assertThat(this.<Member>read(tables -> tables.members().find(id(1), "carol")))
                .isNull();
        assertThat(this.<List<Member>>read(tables -> tables.members().list(id(1))))
                .containsExactly(after);
    }

    @Test
    void membersAreThoseWhoWereAddedAndShareIfTheyMay() {
        insert(image(1), image(2));

        change(tables -> {
            tables.writes().members().insert(id(1), Set.of("dave", "bob", "carol", "Bob"), MemberStatus.ACCEPTED);
            tables.writes().members().insert(id(2), Set.of("erin"), MemberStatus.ACCEPTED);
            tables.writes().members().setCanShare(id(1), "carol", true);
            tables.writes().members().delete(id(1), Set.of("dave", "nobody"));
        });

        assertThat(this.<List<Member>>read(tables -> tables.members().list(id(1))))
                .extracting(Member::account, Member::canShare)
                .containsExactly(tuple("Bob", false), tuple("bob", false), tuple("carol", true));
        assertThat(this.<Set<String>>read(tables -> tables.members().listAccounts(id(1))))
                .containsExactlyInAnyOrder("Bob", "bob", "carol");
        assertThat(this.<Boolean>read(tables -> tables.members().isMember(id(1), "bob")))
                .isTrue();
        assertThat(this.<Boolean>read(tables -> tables.members().isMember(id(1), "dave")))
                .isFalse();
        assertThat(this.<Boolean>read(tables -> tables.members().isMember(id(1), "erin")))
                .isFalse();
        assertThat(this.<Boolean>read(tables -> tables.members().canShare(id(1), "carol")))
                .isTrue();
        assertThat(this.<Boolean>read(tables -> tables.members().canShare(id(1), "bob")))
                .isFalse();
        assertThat(this.<Boolean>read(tables -> tables.members().canShare(id(1), "nobody")))
                .isFalse();
        assertThat(this.<List<Member>>read(tables -> tables.members().list(UNKNOWN)))
                .isEmpty();
        assertThat(this.<List<MemberMapper.OfImage>>read(
                        tables -> tables.members().listOfAll(List.of(id(1), id(2), UNKNOWN))))
                .containsExactlyInAnyOrder(
                        new MemberMapper.OfImage(id(1), "Bob", false, MemberStatus.ACCEPTED),
                        new MemberMapper.OfImage(id(1), "bob", false, MemberStatus.ACCEPTED),
                        new MemberMapper.OfImage(id(1), "carol", true, MemberStatus.ACCEPTED),
                        new MemberMapper.OfImage(id(2), "erin", false, MemberStatus.ACCEPTED));
        change(tables -> tables.writes().members().setCanShare(id(1), "carol", false));
        assertThat(this.<Boolean>read(tables -> tables.members().canShare(id(1), "carol")))
                .isFalse();
    }

    // Readers

    @Test
    void readersAreNotedOfAnObjectOnceUntilTheStoreHasBeenToldOfThem() {
        insert(image(1), deleted(2));

        change(tables -> {
            tables.unsettledReaders().insert(location(1), id(1), "alice", Set.of("bob", "*"));
            tables.unsettledReaders().insert(location(2), id(1), "alice", Set.of("bob"));
            tables.unsettledReaders().insert(location(2), id(2), "alice", Set.of("bob", "carol"));
            tables.unsettledReaders().insert(ELSEWHERE, id(2), "dave", Set.of("erin"));
        });

        assertThat(readers(location(1))).containsExactlyInAnyOrder("bob", "*");
        assertThat(readers(location(2))).containsExactlyInAnyOrder("bob", "carol");
        assertThat(readers(location(3))).isEmpty();
        assertThat(locations(id(1)))
                .as("Bob's is noted of the other image by now")
                .containsExactly(location(1));
        assertThat(locations(id(2))).containsExactlyInAnyOrder(location(2), ELSEWHERE);
        change(tables -> tables.unsettledReaders().delete(location(2), Set.of("bob", "nobody")));
        assertThat(readers(location(2))).containsExactly("carol");
        change(tables -> tables.unsettledReaders().delete(location(2), Set.of("carol")));
        assertThat(readers(location(2))).isEmpty();
        assertThat(readers(location(1))).hasSize(2);
    }

    @Test
    void readersOfWhatIsRegisteredNoLongerAreTheirsWhoseImageItWas() {
        insert(image(1), deleted(2));
        change(tables -> {
            tables.unsettledReaders().insert(location(1), id(1), "alice", Set.of("bob"));
            tables.unsettledReaders().insert(location(2), id(2), "alice", Set.of("bob", "carol"));
            tables.unsettledReaders().insert(ELSEWHERE, id(2), "dave", Set.of("erin"));
            tables.unsettledReaders().insert(location(3), id(3), "alice", Set.of("bob"));
        });

        assertThat(unregistered(id(1), "alice")).isEmpty();
        assertThat(unregistered(id(2), "alice")).containsExactly(location(2));
        assertThat(unregistered(id(2), "dave")).containsExactly(ELSEWHERE);
        assertThat(unregistered(id(2), "bob")).isEmpty();
        assertThat(unregistered(id(3), "alice"))
                .as("of whom nothing else is known")
                .containsExactly(location(3));
    }

    private Set<String> readers(Location location) {
        return read(tables -> tables.unsettledReaders().list(location));
    }

    private Set<Location> locations(String id) {
        return read(tables -> tables.unsettledReaders().listLocations(id));
    }

    private Set<Location> unregistered(String id, String owner) {
        return read(tables -> tables.unsettledReaders().listUnregistered(id, owner));
    }

    @Test
    void readersOfAnObjectThatIsNobodysAreRememberedUntilItIsSomebodys() {
        change(tables -> {
            tables.objectReaders().insert(object(1), Set.of("bob", "*"));
            tables.objectReaders().insert(object(1), Set.of("bob", "carol"));
            tables.objectReaders().insert(object(2), Set.of("bob"));
        });

        assertThat(this.<Set<String>>read(tables -> tables.objectReaders().list(object(1))))
                .containsExactlyInAnyOrder("bob", "carol", "*");
        change(tables -> tables.objectReaders().delete(object(1)));
        assertThat(this.<Set<String>>read(tables -> tables.objectReaders().list(object(1))))
                .isEmpty();
        assertThat(this.<Set<String>>read(tables -> tables.objectReaders().list(object(2))))
                .containsExactly("bob");
    }

    private List<SharingMapper.Underway> sharings(Location location, long lease) {
        return database().inTransaction("alice", tables -> tables.sharings().lock(location, lease));
    }

    @Test
    void aChangeOfReadersIsOnItsWayUntilItHasEndedOrIsOver() {
        change(tables -> {
            tables.sharings().begin(location(1), id(1));
            tables.sharings().begin(location(1), id(2));
            tables.sharings().begin(location(2), id(1));
        });

        change(tables -> tables.sharings().overtake(location(1), id(2)));

        assertThat(sharings(location(1), HOUR))
                .containsExactlyInAnyOrder(
                        new SharingMapper.Underway(id(1), true, false),
                        new SharingMapper.Underway(id(2), false, false));
        assertThat(sharings(location(1), OVER))
                .containsExactlyInAnyOrder(
                        new SharingMapper.Underway(id(1), true, true), new SharingMapper.Underway(id(2), false, true));
        change(tables -> tables.sharings().begin(location(1), id(1)));
        assertThat(sharings(location(1), HOUR)).contains(new SharingMapper.Underway(id(1), false, false));
        change(tables -> tables.sharings().delete(location(1), id(1)));
        assertThat(sharings(location(1), HOUR))
                .extracting(SharingMapper.Underway::id)
                .containsExactly(id(2));
        change(tables -> tables.sharings().deleteOver(location(1), HOUR));
        assertThat(sharings(location(1), HOUR)).hasSize(1);
        change(tables -> tables.sharings().deleteOver(location(1), OVER));
        assertThat(sharings(location(1), HOUR)).isEmpty();
        assertThat(sharings(location(2), HOUR)).as("of another object").hasSize(1);
    }

    // What the store is still to be told, by account

    private static final Location BOBS = new Location("bob", "images", "object");
    private static final Location CAROLS = new Location("carol", "images", "object");

    private List<NoteMapper.NotedObject> objects(String account, Location after, long grace, int limit) {
        return read(tables -> tables.notes().listObjects(account, after, grace, limit));
    }

    private List<String> accounts(String after, long lease, int limit) {
        return read(tables -> tables.notes().listAccounts(after, lease, limit));
    }

    @Test
    void whatIsNotedOfReadersIsTheirsWhoseObjectItIs() {
        change(tables -> {
            tables.unsettledReaders().insert(location(1), id(1), "bob", Set.of("carol", "*"));
            tables.unsettledReaders().insert(location(2), id(2), "alice", Set.of("carol"));
            tables.sharings().begin(location(2), id(1));
            tables.sharings().begin(location(2), id(2));
            tables.sharings().begin(location(3), id(3));
            tables.unsettledReaders().insert(BOBS, id(4), "alice", Set.of("carol"));
            tables.sharings().begin(CAROLS, id(5));
        });

        assertThat(objects("alice", null, HOUR, 10))
                .containsExactlyInAnyOrder(
                        new NoteMapper.NotedObject(location(1), false),
                        new NoteMapper.NotedObject(location(2), true),
                        new NoteMapper.NotedObject(location(3), true));
        assertThat(objects("alice", null, OVER, 10))
                .as("they have been left alone for long enough")
                .extracting(NoteMapper.NotedObject::isBeingChanged)
                .containsExactly(false, false, false);
        assertThat(objects("bob", null, HOUR, 10)).containsExactly(new NoteMapper.NotedObject(BOBS, false));
        assertThat(objects("nobody", null, HOUR, 10)).isEmpty();
        assertThat(accounts("", HOUR, 10)).containsExactly("alice", "bob", "carol");
        assertThat(accounts("", HOUR, 2)).containsExactly("alice", "bob");
        assertThat(accounts("alice", HOUR, 1)).containsExactly("bob");
        assertThat(accounts("carol", HOUR, 10)).isEmpty();
    }

    @Test
    void whatIsNotedOfManyObjectsIsFoundInPieces() {
        Set<Location> all = new HashSet<>();
        change(tables -> {
            for (int i = 1; i <= 7; i++) {
                all.add(location(i));
                if (i % 2 == 0) {
                    tables.unsettledReaders().insert(location(i), id(i), "alice", Set.of("bob", "carol"));
                }
                if (i % 3 != 1) {
                    tables.sharings().begin(location(i), id(i));
                }
                if (i % 2 == 1 && i % 3 == 1) {
                    tables.unsettledReaders().insert(location(i), id(i), "alice", Set.of("bob"));
                }
            }
        });

        List<Location> found = new ArrayList<>();
        List<NoteMapper.NotedObject> some;
        do {
            Location after = found.isEmpty() ? null : found.get(found.size() - 1);
            some = objects("alice", after, HOUR, 3);
            assertThat(some).hasSizeLessThanOrEqualTo(3);
            some.forEach(one -> found.add(one.location()));
        } while (!some.isEmpty());
        assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatIsLeftBehindAndNotJustBeingDeletedIsItsAccounts() {
        insert(saving(1), image(2));
        change(tables -> {
            tables.uploads().insert(id(1), "alice", location(1), false);
            tables.uploads().insert(id(2), "alice", location(2), false);
            tables.uploads().insertOrphan(id(3), "alice", location(3));
            tables.uploads().insertOrphan(id(4), "alice", location(4));
            tables.uploads().beginDeletion(location(4));
            tables.uploads().insertOrphan(id(5), "bob", BOBS);
            tables.uploads().insert(id(6), "carol", CAROLS, false);
        });

        assertThat(orphans("alice", "", HOUR, 10)).containsExactly(left(3));
        assertThat(orphans("alice", "", OVER, 10)).containsExactly(left(2), left(3));
        assertThat(orphans("alice", "", OVER, 1)).containsExactly(left(2));
        assertThat(orphans("alice", id(2), OVER, 1)).containsExactly(left(3));
        assertThat(orphans("alice", id(3), OVER, 1)).isEmpty();
        assertThat(accounts("", HOUR, 10)).containsExactly("alice", "bob");
        assertThat(accounts("", OVER, 10)).containsExactly("alice", "bob", "carol");
        change(tables -> {
            tables.uploads().delete(location(2));
            tables.uploads().delete(location(3));
        });
        assertThat(accounts("", HOUR, 10)).as("Alice's other is being deleted").containsExactly("bob");
    }

    private List<UploadMapper.Orphan> orphans(String account, String after, long lease, int limit) {
        return read(tables -> tables.notes().listOrphans(account, after, lease, limit));
    }

    // Uploads

    private static UploadMapper.Orphan left(int number) {
        return new UploadMapper.Orphan(id(number), location(number));
    }

    private List<UploadMapper.Orphan> left(String account, long lease) {
        return read(tables -> tables.uploads().listOrphans(account, lease));
    }

    private UploadMapper.Orphan leftOf(int number, String account, long lease) {
        return read(tables -> tables.uploads().findOrphan(id(number), account, lease));
    }

    @Test
    void whatAnUploadHasLeftBehindIsItsAccountsUnlessItGoesOn() {
        insert(saving(1), reserved(2), image(3), deleted(4));
        change(tables -> {
            for (int i = 1; i <= 5; i++) {
                tables.uploads().insert(id(i), "alice", location(i), false);
            }
            tables.uploads().insertOrphan(id(6), "alice", location(6));
            tables.uploads().insertOrphan(id(7), "bob", location(7));
            tables.uploads().insertOrphan(id(8), "alice", location(8));
        });
        insert(saving(8));

        assertThat(left("alice", HOUR)).as("no bytes will come of").containsExactly(left(6));
        assertThat(left("alice", OVER))
                .as("none have come of for long")
                .containsExactlyInAnyOrder(left(2), left(3), left(4), left(5), left(6));
        assertThat(left("bob", HOUR)).containsExactly(left(7));
        assertThat(left("carol", OVER)).isEmpty();
        assertThat(leftOf(6, "alice", HOUR)).isEqualTo(left(6));
        assertThat(leftOf(6, "bob", HOUR)).isNull();
        assertThat(leftOf(5, "alice", HOUR)).isNull();
        assertThat(leftOf(5, "alice", OVER)).isEqualTo(left(5));
        assertThat(leftOf(4, "alice", OVER)).isEqualTo(left(4));
        assertThat(leftOf(3, "alice", OVER)).as("which is registered").isNull();
        change(tables -> tables.uploads().end(location(5)));
        assertThat(leftOf(5, "alice", HOUR)).isEqualTo(left(5));
    }

    @Test
    void whatIsSetAsideIsItsAccountsAndNoImages() {
        insert(saving(1));
        change(tables -> {
            tables.uploads().insert(id(1), "alice", location(1), true);
            tables.uploads().setAside(id(1));
            tables.uploads().setAside(id(2));
            tables.uploads().insert(id(1), "alice", location(2), true);
        });

        assertThat(left("alice", HOUR)).isEmpty();
        assertThat(left("alice", OVER))
                .extracting(UploadMapper.Orphan::location)
                .containsExactly(location(1));
        assertThat(this.<UploadMapper.Note>read(tables -> tables.uploads().findAt(location(2)))
                        .imageId())
                .isEqualTo(id(1));
        assertThat(this.<Boolean>read(tables -> tables.uploads().isNoted(id(2))))
                .isFalse();
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().renew(location(1))))
                .isZero();
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().finish(id(1), location(1))))
                .isZero();
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().renew(location(2))))
                .isEqualTo(1);
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().finish(id(1), location(2))))
                .isEqualTo(1);
        assertThat(noteAt(location(2))).isNull();
        assertThat(noteAt(location(1))).isNotNull();
    }

    @Test
    void anUploadIsAliveWhileItsImageWaitsForIt() {
        insert(saving(1), image(2));
        change(tables -> {
            for (int i = 1; i <= 3; i++) {
                tables.uploads().insertOrphan(id(i), "alice", location(i));
            }
        });

        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().renew(location(1))))
                .isEqualTo(1);
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().renew(location(2))))
                .isZero();
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().renew(location(3))))
                .isZero();
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.uploads().renew(ELSEWHERE)))
                .isZero();
        change(tables -> tables.writes().images().update(image(1), null, 0));
        assertThat(left("alice", HOUR)).containsExactlyInAnyOrder(left(2), left(3));
    }

    @Test
    void whatIsNotedOfAnObjectIsFoundByItsLocationAndItsImage() {
        change(tables -> {
            tables.uploads().insert(id(1), "alice", location(1), false);
            tables.uploads().insertOrphan(id(2), "alice", location(2));
            tables.uploads().beginDeletion(location(2));
        });

        assertThat(noteAt(location(1))).isEqualTo(new UploadMapper.Note(id(1), false));
        assertThat(noteAt(location(2))).isEqualTo(new UploadMapper.Note(id(2), true));
        assertThat(noteAt(ELSEWHERE)).isNull();
        assertThat(this.<Boolean>read(tables -> tables.uploads().isNoted(id(1))))
                .isTrue();
        assertThat(this.<Boolean>read(tables -> tables.uploads().isNoted(UNKNOWN)))
                .isFalse();
        assertThat(database()
                        .<String>inTransaction(
                                "alice", tables -> tables.uploads().lock(location(1))))
                .isEqualTo(id(1));
        assertThat(database()
                        .<String>inTransaction(
                                "alice", tables -> tables.uploads().lock(ELSEWHERE)))
                .isNull();
        change(tables -> tables.uploads().delete(location(1)));
        assertThat(noteAt(location(1))).isNull();
        assertThat(noteAt(location(2))).isNotNull();
    }

    private UploadMapper.Note noteAt(Location location) {
        return read(tables -> tables.uploads().findAt(location));
    }
}
