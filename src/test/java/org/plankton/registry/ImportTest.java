package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.LIMITS;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.handed;
import static org.plankton.registry.TestRegistry.over;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.ImportOutcome.Kind;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.ImportMode;
import org.plankton.registry.request.Limits;

class ImportTest {
    private static final ImportMode ADD = new ImportMode(false, false);
    private static final ImportMode UPDATE = new ImportMode(false, true);
    private static final ImportMode TRIAL = new ImportMode(true, false);

    private static final String ID = "0b1ec700-0000-4000-8000-00000000000a";
    private static final Instant CREATED = Instant.parse("2013-06-12T01:33:20.250Z");
    private static final Instant UPDATED = Instant.parse("2014-01-02T03:04:05.678901Z");

    private static final Metadata METADATA = Metadata.NONE
            .withName("βήτα")
            .withDiskFormat(DiskFormat.QCOW2)
            .withContainerFormat(ContainerFormat.BARE)
            .withVisibility(Visibility.SHARED)
            .withMinRam(512)
            .withTags(new Tags(List.of("lts")))
            .withProperties(new Properties(Map.of("OS", "debian", "os", "Debian")));

    private final TestRegistry test = new TestRegistry();

    private static Image image(String id, String object) {
        Content content = new Content(
                new Location("alice", "images", object), 2048, "9f3c", id, "", "", OptionalLong.empty(), false);
        return new Image(id, "alice", METADATA, Status.AVAILABLE, null, content, CREATED, UPDATED, null);
    }

    private static WholeImage whole(Image image, Object... members) {
        SortedMap<String, Membership> all = new TreeMap<>();
        for (int i = 0; i < members.length; i += 2) {
            all.put((String) members[i], (Membership) members[i + 1]);
        }
        return new WholeImage(image, all);
    }

    private static WholeImage whole() {
        return whole(
                image(ID, "a"),
                "bob",
                new Membership(true, MemberStatus.REJECTED),
                "carol",
                new Membership(false, MemberStatus.PENDING));
    }

    private List<ImportOutcome> importAll(ImportMode mode, WholeImage... images) {
        return handed(reader -> test.at(NOON).importAll(ADMIN, List.of(images), mode, reader));
    }

    private ImportOutcome importOne(ImportMode mode, WholeImage image) {
        return importAll(mode, image).get(0);
    }

    private Image found() {
        return test.registry().find(ADMIN, ID);
    }

    @Test
    void anImageIsThereAsItWasThere() {
        assertThat(importOne(ADD, whole())).isEqualTo(new ImportOutcome(ID, Kind.ADDED, ""));

        assertThat(found()).isEqualTo(image(ID, "a"));
        assertThat(test.registry().listMembers(ADMIN, ID))
                .extracting(Member::account, Member::canShare, Member::status)
                .containsExactly(
                        tuple("bob", true, MemberStatus.REJECTED), tuple("carol", false, MemberStatus.PENDING));
        assertThat(test.registry().history(ADMIN, ID, Long.MAX_VALUE, 10).entries())
                .extracting(HistoryEntry::kind)
                .containsExactly(EditKind.IMPORT);
        assertThat(test.registry().listWhole(ADMIN, "", 10)).containsExactly(whole());
    }

    @Test
    void theStoreIsToldOfNobody() {
        importOne(ADD, whole());

        assertThat(test.store.readers(image(ID, "a").location())).isEmpty();
    }

    @Test
    void aSecondTimeNothingIsChanged() {
        importOne(ADD, whole());

        assertThat(importOne(UPDATE, whole())).isEqualTo(new ImportOutcome(ID, Kind.ALIKE, ""));
        assertThat(test.registry().history(ADMIN, ID, Long.MAX_VALUE, 10).entries())
                .hasSize(1);
    }

    @Test
    void whatWasChangedHereIsLeftUnlessItIsToBeAsItIsThere() {
        importOne(ADD, whole());
        test.at(NOON.minus(Duration.ofDays(1)))
                .update(ALICE, ID, change().name("renamed").done());

        ImportOutcome left = importOne(ADD, whole());
        assertThat(left).isEqualTo(new ImportOutcome(ID, Kind.DIFFERENT, "different here: name"));
        assertThat(found().metadata().name()).isEqualTo("renamed");

        assertThat(importOne(UPDATE, whole()).kind()).isEqualTo(Kind.UPDATED);
        assertThat(found()).isEqualTo(image(ID, "a").withUpdatedAt(NOON));
    }

    @Test
    void membersBecomeThoseThere() {
        importOne(ADD, whole());

        ImportOutcome outcome = importOne(
                UPDATE,
                whole(
                        image(ID, "a"),
                        "bob",
                        new Membership(false, MemberStatus.ACCEPTED),
                        "dan",
                        new Membership(true, MemberStatus.PENDING)));

        assertThat(outcome.reason()).isEqualTo("different here: members");
        assertThat(test.registry().listMembers(ADMIN, ID))
                .extracting(Member::account, Member::canShare, Member::status)
                .containsExactly(tuple("bob", false, MemberStatus.ACCEPTED), tuple("dan", true, MemberStatus.PENDING));
    }

    @Test
    void whatMembersSayIsTheirsWhereItIsNotTold() {
        WholeImage untold = whole(image(ID, "a"), "bob", new Membership(false, null));
        importOne(ADD, untold);
        assertThat(test.registry().findMember(ADMIN, ID, "bob").status()).isEqualTo(MemberStatus.ACCEPTED);
        test.registry().answer(TestRegistry.BOB, ID, "bob", MemberStatus.REJECTED);

        assertThat(importOne(UPDATE, untold).kind()).isEqualTo(Kind.ALIKE);
        assertThat(test.registry().findMember(ADMIN, ID, "bob").status()).isEqualTo(MemberStatus.REJECTED);
    }

    @Test
    void theOwnerIsNoMember() {
        importOne(ADD, whole(image(ID, "a"), "alice", new Membership(false, null)));

        assertThat(test.registry().listMembers(ADMIN, ID)).isEmpty();
    }

    @Test
    void whatAloneIsKnownHereOfTheSameBytesIsKept() {
        Content known = image(ID, "a").content().withMd5("d41d8cd98f00b204e9800998ecf8427e");
        importOne(ADD, whole(image(ID, "a").withContent(known)));

        assertThat(importOne(UPDATE, whole(image(ID, "a"))).kind()).isEqualTo(Kind.ALIKE);
        assertThat(found().md5()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    }

    @Test
    void whatALookAtTheFileHasFoundIsNoDifference() {
        importOne(ADD, whole(image(ID, "a")));
        test.registry().check(ALICE, ID);
        assertThat(found().status()).isEqualTo(Status.UNAVAILABLE);

        assertThat(importOne(UPDATE, whole(image(ID, "a"))).kind()).isEqualTo(Kind.ALIKE);
    }

    @Test
    void aTrialTellsAndLeavesNothing() {
        assertThat(importAll(TRIAL, whole(), whole(image("0b1ec700-0000-4000-8000-00000000000b", "a"))))
                .extracting(ImportOutcome::kind)
                .containsExactly(Kind.ADDED, Kind.REFUSED);

        assertThat(test.registry().listWhole(ADMIN, "", 10)).isEmpty();
    }

    @Test
    void oneThatCannotBeWrittenKeepsNoOtherOut() {
        Image tooLong = image(ID, "a").withMetadata(METADATA.withName("x".repeat(10_000)));
        String other = "0b1ec700-0000-4000-8000-00000000000b";

        List<ImportOutcome> outcomes = handed(reader -> test.registry()
                .importAll(over(ADMIN, Limits.NONE), List.of(whole(tooLong), whole(image(other, "b"))), ADD, reader));

        assertThat(outcomes).extracting(ImportOutcome::kind).containsExactly(Kind.REFUSED, Kind.ADDED);
        assertThat(test.registry().listWhole(ADMIN, "", 10))
                .extracting(one -> one.image().id())
                .containsExactly(other);
    }

    /** Until the database is away: by the fifth transaction, where the first is of all, and one is not written. */
    @Test
    void ofThoseThatAreWrittenOneByOneEachIsTold() {
        List<WholeImage> images = Stream.of("a", "b", "c", "d", "e")
                .map(name -> image("0b1ec700-0000-4000-8000-00000000000" + name, name))
                .map(image -> whole(
                        image.location().object().equals("b")
                                ? image.withMetadata(METADATA.withName("x".repeat(10_000)))
                                : image))
                .toList();
        AtomicInteger transactions = new AtomicInteger();
        Database leaving = mock(Database.class, delegatesTo(test.database));
        doAnswer(call -> {
                    if (transactions.incrementAndGet() == 5) {
                        throw new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer");
                    }
                    return test.database.inTransaction(call.getArgument(0), call.getArgument(1));
                })
                .when(leaving)
                .inTransaction(any(), any());
        List<ImportOutcome> outcomes = new ArrayList<>();

        assertThat(fault(() -> test.registry(leaving).importAll(over(ADMIN, Limits.NONE), images, ADD, outcomes::add)))
                .isEqualTo(Fault.Kind.UNAVAILABLE);

        assertThat(outcomes).extracting(ImportOutcome::kind).containsExactly(Kind.ADDED, Kind.REFUSED, Kind.ADDED);
        assertThat(test.registry().listWhole(ADMIN, "", 10)).hasSize(2);
    }

    @Test
    void onlyAdministratorsImportAndExport() {
        assertThat(fault(() -> test.registry().importAll(ALICE, List.of(whole()), ADD, outcome -> {})))
                .isEqualTo(Fault.Kind.FORBIDDEN);
        assertThat(fault(() -> test.registry().listWhole(ALICE, "", 1))).isEqualTo(Fault.Kind.FORBIDDEN);
    }

    @Test
    void anIdThatWasUnregisteredHereStaysSo() {
        importOne(ADD, whole());
        test.registry().unregister(ALICE, ID);

        ImportOutcome outcome = importOne(UPDATE, whole());

        assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
        assertThat(outcome.reason()).contains("was unregistered here");
    }

    @Test
    void aLocationAndAnObjectHaveOneImage() {
        importOne(ADD, whole());
        String other = "0b1ec700-0000-4000-8000-00000000000b";

        assertThat(importOne(ADD, whole(image(other, "a"))).reason())
                .isEqualTo("its location is image " + ID + "'s here");
        Image sameObject = image(other, "b");
        assertThat(importOne(
                                ADD,
                                whole(sameObject.withContent(
                                        sameObject.content().withObjectUuid(ID))))
                        .reason())
                .isEqualTo("its object is image " + ID + "'s here");
    }

    @Test
    void whatIsHereIsNotMoreThanThereMayBe() {
        String tooLong = "x".repeat(LIMITS.name() + 1);
        Image image = image(ID, "a")
                .withMetadata(METADATA.withName(tooLong)
                        .withTags(new Tags(List.of("1", "2", "3", "4", "5")))
                        .withProperties(new Properties(Map.of("k", tooLong))));
        Object[] members = Stream.of("m1", "m2", "m3", "m4", "m5")
                .flatMap(account -> Stream.of(account, new Membership(false, MemberStatus.ACCEPTED)))
                .toArray();
        test.registry().importAll(over(ADMIN, Limits.NONE), List.of(whole(image, members)), ADD, outcome -> {});
        WholeImage larger = whole(image.withMetadata(image.metadata().withMinRam(1)), members);

        assertThat(importOne(UPDATE, whole(image, members)).kind()).isEqualTo(Kind.ALIKE);
        assertThat(importOne(ADD, larger).reason()).isEqualTo("different here: min_ram");
        assertThat(importOne(UPDATE, larger).kind()).isEqualTo(Kind.UPDATED);
        assertThat(importOne(UPDATE, whole(image.withMetadata(image.metadata().withName(tooLong + "x")), members))
                        .reason())
                .contains("name has 257");
    }

    private static Arguments one(String reason, UnaryOperator<Image> otherwise) {
        return Arguments.of(reason, otherwise);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                one("id must", image -> image.withId("ID")),
                one("owner must", image -> image.withOwner("al ice")),
                one("disk-format", image -> image.withMetadata(METADATA.withDiskFormat(null))),
                one("container-format", image -> image.withMetadata(METADATA.withContainerFormat(null))),
                one("name has", image -> image.withMetadata(METADATA.withName("x".repeat(LIMITS.name() + 1)))),
                one(
                        "property k: a value",
                        image -> image.withMetadata(
                                METADATA.withProperties(new Properties(Map.of("k", "x".repeat(256)))))),
                one("status is available", image -> image.withContent(null)),
                one("status is queued", image -> image.withStatus(Status.QUEUED)),
                one(
                        "just being uploaded",
                        image -> image.withStatus(Status.SAVING).withContent(null)),
                one("registered no longer", image -> image.withStatus(Status.DELETED)),
                one("created_at", image -> image.withCreatedAt(Instant.parse("+10000-01-01T00:00:00Z"))),
                one("updated_at", image -> image.withUpdatedAt(Instant.parse("-0001-01-01T00:00:00Z"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void whatCannotBeAnImageIsRefusedWithTheReason(String reason, UnaryOperator<Image> otherwise) {
        ImportOutcome outcome = importOne(ADD, whole(otherwise.apply(image(ID, "a"))));

        assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
        assertThat(outcome.reason()).contains(reason);
        assertThat(test.registry().listWhole(ADMIN, "", 10)).isEmpty();
    }

    @Test
    void moreMembersThanThereMayBeAreRefused() {
        Object[] members = Stream.of("m1", "m2", "m3", "m4", "m5")
                .flatMap(account -> Stream.of(account, new Membership(false, null)))
                .toArray();

        assertThat(importOne(ADD, whole(image(ID, "a"), members)).reason()).contains("5 members");
    }

    @Test
    void anImageWithoutBytesWaitsForThem() {
        Image queued = image(ID, "a").withContent(null).withStatus(Status.QUEUED);

        assertThat(importOne(ADD, whole(queued)).kind()).isEqualTo(Kind.ADDED);
        assertThat(found()).isEqualTo(queued);
        assertThat(importOne(ADD, whole(queued)).kind()).isEqualTo(Kind.ALIKE);
        assertThat(importOne(UPDATE, whole(image(ID, "a"))).kind()).isEqualTo(Kind.UPDATED);
    }
}
