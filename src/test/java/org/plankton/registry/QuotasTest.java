package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.all;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.location;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.database.MariaDb;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.Usage;
import org.plankton.testing.TestCatalogue;
import org.plankton.testing.Together;

/** Nobody comes to have more than a quota allows, whichever way, and however many try at once. */
class QuotasTest {
    private static final int AT_ONCE = 50;

    private final TestRegistry test = new TestRegistry();
    private final Registry registry = test.registry();

    private static Caller with(Caller caller, Quota quota, int most) {
        return new Caller(
                caller.account(),
                caller.token(),
                caller.view().withQuotas(new Quotas(Map.of(quota, most))),
                caller.source());
    }

    private static Caller images(Caller caller, int most) {
        return with(caller, Quota.IMAGES, most);
    }

    private int used(Caller caller, Quota quota) {
        return registry.usage(caller, caller.account()).stream()
                .filter(usage -> usage.quota() == quota)
                .findAny()
                .orElseThrow()
                .count();
    }

    private static void assertOverLimit(TestRegistry.Work work, String... said) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(Fault.Kind.OVER_LIMIT))
                .satisfies(fault -> assertThat(List.of(said))
                        .allSatisfy(words -> assertThat(fault).hasMessageContaining(words)));
    }

    // Each way to have one image more

    @Test
    void noFileIsRegisteredBeyondIt() {
        Caller alice = images(ALICE, 1);
        Image first = registry.register(alice, draft(test.object(ALICE, "a")).done());
        Location file = test.object(ALICE, "b");

        assertOverLimit(() -> registry.register(alice, draft(file).done()), "your account", "at most 1 images");
        assertOverLimit(() -> registry.register(alice, draft(file).isPublic().done()));
        assertOverLimit(
                () -> registry.register(alice, draft(file).replacesNothing().done()));
        assertOverLimit(() -> registry.register(
                alice, draft(file).id("1d000000-0000-4000-8000-000000000001").done()));

        assertThat(test.list(ALICE, all())).containsExactly(first);
        assertThat(test.store.readers(file)).isEmpty();
        assertThat(TestRegistry.unsettled()).isEmpty();
        registry.unregister(alice, first.id());
        registry.register(alice, draft(file).done());
        assertOverLimit(() -> registry.register(alice, draft(first.location()).done()), "at most 1 images");
    }

    /** Nothing is given at the store, and taken back again. */
    @Test
    void theStoreIsNotToldOfReadersOfWhatIsRefused() {
        Caller alice = images(ALICE, 0);
        Location file = test.object(ALICE, "a");
        test.store.beforeSharing(() -> {
            throw new AssertionError("the store was told");
        });

        assertOverLimit(() -> registry.register(alice, draft(file).isPublic().done()));
    }

    @Test
    void noneIsReservedOrUploadedBeyondIt() throws IOException {
        for (Quota quota : Set.of(Quota.IMAGES, Quota.QUEUED)) {
            Caller alice = with(ALICE, quota, 1);
            Image first = registry.reserve(alice, draft(null).done());

            assertOverLimit(() -> registry.reserve(alice, draft(null).done()), "at most 1 images");
            assertOverLimit(() -> registry.register(alice, draft(null).done(), uploadOf("hello")));

            assertThat(test.list(ALICE, all())).containsExactly(first);
            assertThat(test.store.puts()).isZero();
            assertThat(TestRegistry.uploads()).isEmpty();
            registry.delete(alice, first.id());
        }
    }

    @Test
    void anImageThatHasItsBytesWaitsForNoneAndOneWhoseUploadHasFailedDoes() throws IOException {
        Caller alice = with(ALICE, Quota.QUEUED, 1);
        Image located = registry.reserve(alice, draft(null).done());
        registry.locate(alice, located.id(), Change.NONE, test.object(ALICE, "a"), Expected.NOTHING);
        Image uploaded = registry.reserve(alice, draft(null).done());
        registry.upload(alice, uploaded.id(), Change.NONE, uploadOf("hello"));
        registry.register(alice, draft(null).done(), uploadOf("hello again"));
        Image failed = registry.reserve(alice, draft(null).done());
        Upload wrong = new Upload(
                uploadOf("hello").bytes(),
                OptionalLong.empty(),
                new Expected(OptionalLong.of(6), Optional.empty(), Optional.empty()));
        assertThat(fault(() -> registry.upload(alice, failed.id(), Change.NONE, wrong)))
                .isEqualTo(Fault.Kind.BAD_REQUEST);

        assertThat(registry.find(alice, failed.id()).status()).isEqualTo(Status.ERROR);
        assertOverLimit(() -> registry.reserve(alice, draft(null).done()), "at most 1 images without bytes");
        registry.delete(alice, failed.id());
        registry.reserve(alice, draft(null).done());
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGES", "QUEUED"})
    void noneIsGivenToWhoHasAsManyAsTheyMay(Quota quota) {
        Caller admin = with(ADMIN, quota, 1);
        test.reserve(BOB);
        Image reserved = test.reserve(ALICE);

        assertOverLimit(
                () -> registry.update(
                        admin, reserved.id(), change().owner("bob").done()),
                "owner: that account",
                "at most 1 images");
        assertOverLimit(
                () -> registry.update(
                        admin,
                        reserved.id(),
                        change().owner("bob").isPublic(true).done()),
                "owner");
        assertOverLimit(() -> registry.reserve(admin, draft(null).owner("bob").done()), "owner: that account");

        assertThat(registry.find(ALICE, reserved.id())).isEqualTo(reserved);
        registry.update(admin, reserved.id(), change().owner("carol").done());
        assertOverLimit(() -> registry.update(
                admin, test.reserve(ALICE).id(), change().owner("carol").done()));
    }

    @Test
    void whoGivesThemTheirOwnToIsOneOfThose() {
        Caller admin = images(ADMIN, 1);
        test.register(BOB, "bob's");
        Location file = test.object(ADMIN, "a");

        assertOverLimit(() -> registry.register(admin, draft(file).owner("bob").done()), "owner: that account");
        Image own = registry.register(admin, draft(file).done());
        assertOverLimit(
                () -> registry.update(admin, own.id(), change().owner("bob").done()));
        assertOverLimit(
                () -> registry.register(admin, draft(test.object(ADMIN, "b")).done()), "your account");
    }

    @Test
    void noMoreUploadsGoOnAtOnce() throws IOException {
        Caller alice = with(ALICE, Quota.UPLOADS, 1);
        Image one = registry.reserve(alice, draft(null).done());
        Image other = registry.reserve(alice, draft(null).done());
        List<Fault> refusals = new ArrayList<>();
        test.store.beforePut(() -> {
            if (refusals.isEmpty()) {
                Fault refusal = catchThrowableOfType(
                        Fault.class, () -> registry.upload(alice, other.id(), Change.NONE, uploadOf("other")));
                refusals.add(refusal);
                assertOverLimit(() -> registry.register(alice, draft(null).done(), uploadOf("third")));
                assertThat(used(alice, Quota.UPLOADS)).isEqualTo(1);
            }
        });

        registry.upload(alice, one.id(), Change.NONE, uploadOf("one"));

        assertThat(refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(Fault.Kind.OVER_LIMIT);
            assertThat(refusal).hasMessageContainingAll("at most 1 uploads under way", "wait");
        });
        assertThat(registry.find(ALICE, other.id())).isEqualTo(other);
        assertThat(test.list(ALICE, all())).hasSize(2);
        assertThat(test.store.count()).isEqualTo(1);
        assertThat(registry.upload(alice, other.id(), Change.NONE, uploadOf("other"))
                        .status())
                .isEqualTo(Status.AVAILABLE);
    }

    // What adds none

    @Test
    void whatIsRegisteredAnewOrInThePlaceOfAnotherAddsNoneEvenWhereThereAreTooMany() {
        Image a = test.register(ALICE, "a");
        Image b = test.registerPublic(ALICE, "b");
        Caller alice = images(ALICE, 1); // lowered meanwhile

        assertThat(registry.register(alice, draft(a.location()).done()).id()).isEqualTo(a.id());
        assertThat(registry.register(alice, draft(b.location()).isPublic().done())
                        .id())
                .isEqualTo(b.id());
        assertThat(registry.register(alice, draft(a.location()).isPublic().done())
                        .id())
                .isEqualTo(a.id());
        test.store.move(b.location(), location(ALICE, "moved"));
        assertThat(registry.register(alice, draft(location(ALICE, "moved")).done())
                        .id())
                .isEqualTo(b.id());
        test.store.remove(a.location());
        Location inItsPlace = test.object(ALICE, "a");
        Image displacing = registry.register(alice, draft(inItsPlace).done());
        assertThat(displacing.id()).isNotEqualTo(a.id());
        registry.update(alice, displacing.id(), change().name("other").done());

        assertThat(used(ALICE, Quota.IMAGES)).isEqualTo(2);
        assertOverLimit(
                () -> registry.register(alice, draft(test.object(ALICE, "c")).done()));
    }

    @Test
    void filesThatHaveChangedPlacesKeepTheirImages() {
        Image a = test.register(ALICE, "a");
        Image b = test.register(ALICE, "b");
        Caller alice = images(ALICE, 1);
        Location aside = location(ALICE, "aside");
        test.store.move(a.location(), aside);
        test.store.move(b.location(), a.location());
        test.store.move(aside, b.location());

        assertThat(registry.register(alice, draft(a.location()).done()).id()).isEqualTo(b.id());

        assertThat(registry.find(ALICE, a.id()).location()).isEqualTo(b.location());
    }

    @Test
    void whoHasTooManyKeepsThem() {
        Image image = test.register(ALICE, "a");
        Caller alice = images(ALICE, 0);

        registry.update(alice, image.id(), change().isPublic(true).done());
        registry.addMember(alice, image.id(), "bob", Optional.empty());
        registry.check(alice, image.id());
        registry.unregister(alice, image.id());

        assertOverLimit(() -> registry.register(alice, draft(image.location()).done()), "at most 0 images");
    }

    @Test
    void whatIsGoneDoesNotCountBeItRememberedOrNot() {
        Caller alice = images(ALICE, 1);
        for (int i = 0; i < 3; i++) {
            Image image =
                    registry.register(alice, draft(test.object(ALICE, "a" + i)).done());
            registry.unregister(alice, image.id());
        }
        test.keepHouse(Duration.ofHours(1), Duration.ZERO, TestRegistry.NOON.plusSeconds(60));

        assertThat(used(ALICE, Quota.IMAGES)).isZero();
    }

    // Many at once

    /** Each over a connection of its own, and none of the account known before. */
    @Test
    @Timeout(120)
    void ofFiftyWhoComeAtOnceAsManyAreTakenAsThereIsRoomForAndTheWarningIsOne() throws Exception {
        List<Location> files = IntStream.range(0, AT_ONCE)
                .mapToObj(number -> test.object(ALICE, "file" + number))
                .toList();
        Caller alice = images(ALICE, 10);
        List<Journal.Nearing> nearing = Collections.synchronizedList(new ArrayList<>());
        try (MariaDb wide = new MariaDb(
                EmbeddedMariaDb.shared().jdbcUrl("registry_tests"),
                "root",
                "",
                AT_ONCE,
                TestCatalogue.ASSESSOR,
                entry -> nearing.addAll(entry.nearing()))) {
            Registry shared = test.registry(wide);
            List<String> answers = Together.run(AT_ONCE, number -> {
                try {
                    return switch (number % 3) {
                        case 0 -> shared.reserve(alice, draft(null).done()).id();
                        case 1 ->
                            shared.register(alice, draft(files.get(number)).done())
                                    .id();
                        default ->
                            shared.register(
                                            alice,
                                            draft(files.get(number)).isPublic().done())
                                    .id();
                    };
                } catch (Fault fault) {
                    return fault.kind().name();
                }
            });

            assertThat(answers).filteredOn(Image::isId).hasSize(10).doesNotHaveDuplicates();
            assertThat(answers).filteredOn(answer -> !Image.isId(answer)).containsOnly("OVER_LIMIT");
        }
        assertThat(test.list(ALICE, all())).hasSize(10);
        assertThat(TestRegistry.unsettled()).isEmpty();
        assertThat(files.stream()
                        .filter(file -> !test.store.readers(file).isEmpty())
                        .count())
                .isEqualTo(test.list(BOB, all()).size());
        assertThat(nearing).containsExactly(new Journal.Nearing("alice", Quota.IMAGES, 8, 10));
    }

    // Who is near

    @Test
    void whoComesNearIsToldOfOnceUntilTheyComeNearAgain() {
        List<Journal.Nearing> nearing = new ArrayList<>();
        try (MariaDb told = new MariaDb(
                EmbeddedMariaDb.shared().jdbcUrl("registry_tests"),
                "root",
                "",
                1,
                TestCatalogue.ASSESSOR,
                entry -> nearing.addAll(entry.nearing()))) {
            Registry telling = test.registry(told);
            Caller alice = with(ALICE, Quota.QUEUED, 6); // of which four fifths are 4.8
            List<Image> reserved = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                reserved.add(telling.reserve(alice, draft(null).done()));
            }
            assertThat(nearing).isEmpty();

            reserved.add(telling.reserve(alice, draft(null).done()));
            assertThat(nearing).containsExactly(new Journal.Nearing("alice", Quota.QUEUED, 5, 6));
            reserved.add(telling.reserve(alice, draft(null).done()));
            assertOverLimit(() -> telling.reserve(alice, draft(null).done()));
            telling.delete(alice, reserved.get(0).id());
            telling.reserve(alice, draft(null).done());
            assertThat(nearing).hasSize(1);

            telling.delete(alice, reserved.get(1).id());
            telling.delete(alice, reserved.get(2).id());
            telling.reserve(alice, draft(null).done());
            assertThat(nearing).hasSize(2);
        }
    }

    @Test
    void administratorsSeeWhoHasMostAndEverybodyTheirOwn() {
        test.reserve(ALICE);
        test.register(ALICE, "a");
        test.register(ALICE, "b");
        test.register(BOB, "c");
        registry.unregister(BOB, test.register(BOB, "gone").id());

        assertThat(registry.listUsage(ADMIN, Quota.IMAGES, 10))
                .containsExactly(new Usage(Quota.IMAGES, "alice", 3), new Usage(Quota.IMAGES, "bob", 1));
        assertThat(registry.listUsage(ADMIN, Quota.IMAGES, 1)).containsExactly(new Usage(Quota.IMAGES, "alice", 3));
        assertThat(registry.listUsage(ADMIN, Quota.QUEUED, 10)).containsExactly(new Usage(Quota.QUEUED, "alice", 1));
        assertThat(registry.listUsage(ADMIN, Quota.UPLOADS, 10)).isEmpty();
        assertThat(registry.usage(ALICE, "alice"))
                .isEqualTo(registry.usage(ADMIN, "alice"))
                .containsExactly(
                        new Usage(Quota.IMAGES, "alice", 3),
                        new Usage(Quota.QUEUED, "alice", 1),
                        new Usage(Quota.UPLOADS, "alice", 0));
        assertThat(fault(() -> registry.usage(BOB, "alice"))).isEqualTo(Fault.Kind.FORBIDDEN);
        assertThat(fault(() -> registry.listUsage(BOB, Quota.IMAGES, 1))).isEqualTo(Fault.Kind.FORBIDDEN);
        assertThat(fault(() -> registry.usage(ADMIN, "*"))).isEqualTo(Fault.Kind.BAD_REQUEST);
    }
}
