package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.unsettledReaders;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.registry.change.Settle;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.ImportOutcome.Kind;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.history.WholeImage.Untold;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.ImportMode;
import org.plankton.registry.request.Upload;
import org.plankton.registry.sharing.Attempts;

/** What an import makes of images that are here already, and of what the object store knows of them. */
class ImportUpdateTest {
    private final TestRegistry test = new TestRegistry();

    private ImportOutcome update(WholeImage image) {
        return TestRegistry.<ImportOutcome>handed(
                        reader -> test.registry().importAll(ADMIN, List.of(image), new ImportMode(false, true), reader))
                .get(0);
    }

    private ImportOutcome update(Image image, String... members) {
        return update(new WholeImage(image, members(members)));
    }

    private static SortedMap<String, Membership> members(String... accounts) {
        SortedMap<String, Membership> members = new TreeMap<>();
        for (String account : accounts) {
            members.put(account, new Membership(false, MemberStatus.ACCEPTED));
        }
        return members;
    }

    private Image found(Image image) {
        return test.registry().find(ADMIN, image.id());
    }

    private static Image with(Image image, Visibility visibility) {
        return image.withMetadata(image.metadata().withVisibility(visibility));
    }

    private void settle(Caller caller, String account) {
        new Settle(
                        test.database,
                        test.store,
                        test.store,
                        new Attempts(),
                        Duration.ofMinutes(2),
                        Duration.ZERO,
                        TestRegistry.clock(NOON))
                .settle(caller, account);
    }

    /** An image that has been uploaded, and that Bob is let read. */
    private Image shared() throws IOException {
        Image image = test.upload(ALICE, "bytes");
        test.share(ALICE, image.id(), "bob");
        assertThat(test.store.readers(image.location())).containsExactly("bob");
        return found(image);
    }

    /** Uploads it, and does something just before the bytes come. */
    private Image during(Image waiting, Runnable work) throws IOException {
        test.store.beforePut(work);
        return test.registry().upload(ALICE, waiting.id(), Change.NONE, uploadOf("bytes"));
    }

    @Test
    void anUploadThatIsUnderWayIsLeftAlone() throws IOException {
        Image waiting = test.reserve(ALICE);
        List<ImportOutcome> outcomes = new ArrayList<>();

        Image uploaded = during(waiting, () -> {
            outcomes.add(update(waiting));
            outcomes.add(update(
                    new WholeImage(waiting.withStatus(Status.UNAVAILABLE), new TreeMap<>(), Set.of(Untold.BYTES))));
        });

        assertThat(outcomes).extracting(ImportOutcome::kind).containsExactly(Kind.ALIKE, Kind.ALIKE);
        assertThat(uploaded.status()).isEqualTo(Status.AVAILABLE);
    }

    @Test
    void bytesOnTheirWayHereAreNobodyElses() throws IOException {
        Image waiting = test.reserve(ALICE);
        List<ImportOutcome> outcomes = new ArrayList<>();
        Image there = waiting.with()
                .status(Status.AVAILABLE)
                .content(test.upload(ALICE, "other")
                        .content()
                        .withLocation(new Location("alice", "images", "there"))
                        .withObjectUuid(null))
                .build();

        Image uploaded = during(waiting, () -> outcomes.add(update(there)));

        assertThat(outcomes.get(0).reason()).contains("just being uploaded here");
        assertThat(found(waiting)).isEqualTo(uploaded);
    }

    @Test
    void whatWaitsHereMayBeUnavailableThere() {
        Image waiting = test.reserve(ALICE);
        Image there = test.register(ALICE, "file");
        test.registry().unregister(ALICE, there.id());

        assertThat(update(waiting.with()
                                .status(Status.UNAVAILABLE)
                                .content(there.content())
                                .build())
                        .kind())
                .isEqualTo(Kind.UPDATED);

        assertThat(found(waiting).status()).isEqualTo(Status.UNAVAILABLE);
    }

    enum By {
        OWNER(ALICE),
        THE_SERVICE(Caller.service("token"));

        private final Caller caller;

        By(Caller caller) {
            this.caller = caller;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStoreIsToldOfReadersOnceSomebodyComesWhoMay(By by) throws IOException {
        Image image = shared();

        assertThat(update(image, "carol", "dan").kind()).isEqualTo(Kind.UPDATED);
        assertThat(test.store.readers(image.location())).containsExactly("bob");
        assertThat(unsettledReaders()).containsExactly("bob", "carol", "dan");
        settle(by.caller, "alice");

        assertThat(test.store.readers(image.location())).containsExactlyInAnyOrder("carol", "dan");
        assertThat(unsettledReaders()).isEmpty();
    }

    @Test
    void theStoreIsToldWhetherEverybodyReads() throws IOException {
        Image image = shared();

        update(with(image, Visibility.PUBLIC), "bob");
        settle(ALICE, "alice");
        assertThat(test.store.readers(image.location())).contains(Sharing.EVERYONE);
        update(with(image, Visibility.PRIVATE));
        settle(ALICE, "alice");

        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void whoIsGivenAnImageReadsItAndNoneAfterItIsGivenOn() throws IOException {
        Image image = shared();

        update(image.withOwner("bob"));
        settle(ALICE, "alice");
        assertThat(test.store.readers(image.location())).containsExactly("bob");
        update(image.withOwner("carol"));
        settle(ALICE, "alice");

        assertThat(test.store.readers(image.location())).isEmpty();
    }

    @Test
    void bytesThatWereUploadedHereAreNotLeft() throws IOException {
        Image image = test.upload(ALICE, "bytes");
        Image there = image.withContent(image.content()
                .with()
                .location(test.object(ALICE, "elsewhere"))
                .isOwn(false)
                .build());

        ImportOutcome outcome = update(there, "bob");

        assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
        assertThat(outcome.reason()).contains("location");
        assertThat(found(image)).isEqualTo(image);
        assertThat(test.store.bytes(image.location())).isNotEmpty();
    }

    static Stream<UnaryOperator<Content>> otherBytes() {
        return Stream.of(
                content -> content.withChecksum("9f3c").withIsOwn(false),
                content -> content.withChecksum("9f3c"),
                content -> content.withSize(7).withIsOwn(false),
                content -> content.withMd5("d41d8cd98f00b204e9800998ecf8427e"));
    }

    @ParameterizedTest
    @MethodSource("otherBytes")
    void bytesThatWereUploadedHereAreNotTakenForOthers(UnaryOperator<Content> otherwise) throws IOException {
        Image image = test.upload(ALICE, "bytes");

        ImportOutcome outcome = update(image.withContent(otherwise.apply(image.content())));

        assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
        assertThat(outcome.reason()).contains("its bytes were uploaded here");
        assertThat(found(image)).isEqualTo(image);
    }

    /** As one that was uploaded before that was computed. */
    @Test
    void ofBytesThatWereUploadedHereMoreMayBecomeKnown() throws IOException {
        Image image = test.upload(ALICE, "bytes");
        TestRegistry.execute("UPDATE image SET md5 = '', sha512 = '', object_uuid = NULL");
        assertThat(found(image).md5()).isEmpty();

        ImportOutcome outcome = update(image.withContent(image.content().withIsOwn(false)));

        assertThat(outcome.reason()).isEqualTo("different here: md5, object_uuid, sha512");
        assertThat(found(image).content()).isEqualTo(image.content());
    }

    @Test
    void ofWhatIsRefusedNothingIsNoted() throws IOException {
        String id = test.register(ALICE, "file").id();
        test.share(ALICE, id, "bob");
        Image image = test.registry().find(ALICE, id);
        Image waiting = test.reserve(ALICE);
        Location place = test.store.place("alice", waiting.id());
        List<ImportOutcome> outcomes = new ArrayList<>();

        during(
                waiting,
                () -> outcomes.add(update(image.withContent(image.content().withLocation(place)), "bob")));

        assertThat(outcomes.get(0).reason()).contains("location is being uploaded");
        assertThat(found(image)).isEqualTo(image);
        assertThat(unsettledReaders()).isEmpty();
    }

    @Test
    void whatIsKnownOfTheFileIsKnownAfterwards() throws IOException {
        Image image = test.upload(ALICE, "bytes");
        test.store.remove(image.location());
        test.registry().check(ALICE, image.id());
        Image amiss = found(image);
        assertThat(amiss.found().finding()).isEqualTo(Finding.GONE);

        update(image.withMetadata(image.metadata().withName("renamed")));

        assertThat(found(image).metadata().name()).isEqualTo("renamed");
        assertThat(found(image).found())
                .isEqualTo(new Found(Finding.GONE, amiss.found().at(), Status.AVAILABLE));
        assertThat(found(image).status()).isEqualTo(Status.UNAVAILABLE);
    }

    /** With all that Synnefo's registry has no word for. */
    private Image rich() throws IOException {
        Image image = shared();
        update(
                image.withMetadata(image.metadata()
                        .with()
                        .isProtected(true)
                        .isHidden(true)
                        .minRam(512)
                        .minDisk(7)
                        .tags(new Tags(List.of("lts")))
                        .build()),
                "bob");
        return found(image);
    }

    private static Image plain(Image image) {
        return image.withMetadata(image.metadata()
                .with()
                .isProtected(false)
                .isHidden(false)
                .minRam(0)
                .minDisk(0)
                .tags(Tags.NONE)
                .visibility(Visibility.PRIVATE)
                .build());
    }

    private static final Set<Untold> OF_SYNNEFO = Set.of(Untold.PRIVACY, Untold.MEMBERS, Untold.OPENSTACKS);

    @Test
    void whatASourceDoesNotKnowIsLeftAsItIs() throws IOException {
        Image rich = rich();
        Image there = plain(rich);

        assertThat(update(new WholeImage(there, new TreeMap<>(), OF_SYNNEFO)).kind())
                .isEqualTo(Kind.ALIKE);
        WholeImage renamed =
                new WholeImage(there.withMetadata(there.metadata().withName("renamed")), new TreeMap<>(), OF_SYNNEFO);
        assertThat(update(renamed).reason()).isEqualTo("different here: name");

        assertThat(found(rich).metadata()).isEqualTo(rich.metadata().withName("renamed"));
        assertThat(test.members(ALICE, rich.id())).containsExactly("bob");
    }

    @Test
    void whatASourceKnowsIsAsItIsThere() throws IOException {
        Image rich = rich();

        update(new WholeImage(with(plain(rich), Visibility.PUBLIC), new TreeMap<>(), OF_SYNNEFO));
        assertThat(found(rich).metadata().visibility()).isEqualTo(Visibility.PUBLIC);
        update(new WholeImage(plain(rich), new TreeMap<>(), OF_SYNNEFO));
        assertThat(found(rich).metadata().visibility()).isEqualTo(Visibility.SHARED);

        assertThat(update(plain(rich)).reason())
                .isEqualTo("different here: hidden, members, min_disk, min_ram, protected, tags, visibility");
    }

    @Test
    void membersOfAPrivateImageSeeIt() throws IOException {
        Image image = test.upload(ALICE, "bytes");

        update(new WholeImage(with(image, Visibility.SHARED), members("bob"), Set.of(Untold.PRIVACY)));

        assertThat(found(image).metadata().visibility()).isEqualTo(Visibility.SHARED);
    }

    @Test
    void whoMayShareIsLeftWhereItIsNotTold() throws IOException {
        Image image = shared();
        SortedMap<String, Membership> sharing =
                new TreeMap<>(Map.of("bob", new Membership(true, MemberStatus.PENDING)));
        update(new WholeImage(image, sharing));

        WholeImage untold = new WholeImage(image, members("bob"), Set.of(Untold.CAN_SHARE));
        assertThat(update(untold).reason()).isEqualTo("different here: members");

        assertThat(test.registry().findMember(ADMIN, image.id(), "bob").canShare())
                .isTrue();
        assertThat(test.registry().findMember(ADMIN, image.id(), "bob").status())
                .isEqualTo(MemberStatus.ACCEPTED);
    }

    private static WholeImage bytesElsewhere(Image image, UnaryOperator<Image> otherwise) {
        return new WholeImage(otherwise.apply(image.withContent(null)), new TreeMap<>(), Set.of(Untold.BYTES));
    }

    @Test
    void whatIsWithdrawnThereIsSoHereWhereverItsBytesAre() throws IOException {
        Image waiting = test.reserve(ALICE);
        WholeImage available = bytesElsewhere(waiting, image -> image.withStatus(Status.AVAILABLE));
        WholeImage unavailable = bytesElsewhere(waiting, image -> image.withStatus(Status.UNAVAILABLE));
        assertThat(update(available).kind()).isEqualTo(Kind.ALIKE);
        Image uploaded = test.registry().upload(ALICE, waiting.id(), Change.NONE, uploadOf("bytes"));
        assertThat(update(available).kind()).isEqualTo(Kind.ALIKE);

        assertThat(update(unavailable).reason()).isEqualTo("different here: status");

        assertThat(found(waiting).status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(found(waiting).content()).isEqualTo(uploaded.content());
    }

    @Test
    void bytesAndStatusAreWrittenAtOnce() throws IOException {
        Image waiting = test.reserve(ALICE);

        Image uploaded = test.registry()
                .upload(
                        ALICE,
                        waiting.id(),
                        Change.NONE,
                        new Upload(
                                uploadOf("bytes").bytes(), OptionalLong.of(5), Expected.NOTHING, Status.UNAVAILABLE));

        assertThat(uploaded.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(found(waiting)).isEqualTo(uploaded);
        assertThat(test.registry()
                        .history(ADMIN, waiting.id(), Long.MAX_VALUE, 10)
                        .entries())
                .extracting(HistoryEntry::kind)
                .containsExactly(EditKind.UPLOAD, EditKind.BEGIN_UPLOAD, EditKind.RESERVE);
    }
}
