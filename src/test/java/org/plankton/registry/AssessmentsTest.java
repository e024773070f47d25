package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.change;
import static org.plankton.registry.TestRegistry.draft;
import static org.plankton.registry.TestRegistry.execute;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.query;
import static org.plankton.registry.TestRegistry.uploadOf;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.plankton.database.MariaDb;
import org.plankton.database.TestDatabase;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.catalogue.Rule;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.change.AssessAnew;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Fault.Kind;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Counted;
import org.plankton.registry.request.Families;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;
import org.plankton.registry.request.SearchWord;
import org.plankton.registry.request.Source;
import org.plankton.testing.TestCatalogue;
import org.plankton.testing.Together;

/** What the catalogue makes of images, on real tables: readiness, families, and what is found by words. */
class AssessmentsTest {
    private static final Map<String, String> READY = Map.of("osfamily", "linux", "root_partition", "1", "users", "me");

    private final TestRegistry test = new TestRegistry();
    private final Registry registry = test.registry();

    private Image register(Caller caller, String name, Map<String, String> properties) {
        return register(registry, caller, name, properties);
    }

    private Image register(Registry registry, Caller caller, String name, Map<String, String> properties) {
        return registry.register(
                caller,
                draft(test.object(caller, name))
                        .name(name)
                        .properties(properties)
                        .done());
    }

    private Image registerPublic(Caller caller, String name, Map<String, String> properties) {
        return registry.register(
                caller,
                draft(test.object(caller, name))
                        .name(name)
                        .properties(properties)
                        .isPublic()
                        .done());
    }

    private Standing standing(Caller caller, Image image) {
        return registry.listStandings(caller, List.of(image.id())).get(0);
    }

    private Readiness readiness(Image image) {
        return standing(ALICE, image).readiness();
    }

    private static Query where(Filter filter) {
        return new Query(Reach.VISIBLE, filter, SortKey.NAME, SortDirection.ASC, null);
    }

    private List<String> names(Caller caller, Query query) {
        List<String> page = TestRegistry.images(registry.page(caller, query, 100)).stream()
                .map(image -> image.metadata().name())
                .toList();
        assertThat(registry.count(caller, query)).isEqualTo(page.size());
        return page;
    }

    private List<String> search(Caller caller, String... words) {
        return names(
                caller,
                where(Filter.NONE.withWords(
                        Arrays.stream(words).map(SearchWord::new).toList())));
    }

    private List<String> current(Caller caller, String family) {
        return registry.findFamily(caller, family, Optional.empty()).stream()
                .map(one -> one.image().metadata().name())
                .toList();
    }

    // Readiness

    @Test
    void readinessIsStoredWithTheImageAndFollowsWhatIsSaidOfIt() {
        Image image = register(ALICE, "a", Map.of("osfamily", "linux"));

        assertThat(readiness(image)).isEqualTo(Readiness.MAY_NOT_BOOT);
        registry.update(
                ALICE, image.id(), change().property("root_partition", "1").done());
        assertThat(readiness(image)).isEqualTo(Readiness.CHECK);
        registry.update(ALICE, image.id(), change().property("users", "me").done());
        assertThat(readiness(image)).isEqualTo(Readiness.READY);
    }

    @Test
    void listsAreOfAReadiness() {
        register(ALICE, "broken", Map.of());
        register(ALICE, "good", READY);
        registerPublic(BOB, "unclear", READY);

        assertThat(names(ALICE, where(Filter.NONE.withReadiness(Set.of(Readiness.READY)))))
                .containsExactly("good");
        assertThat(names(ALICE, where(Filter.NONE.withReadiness(Set.of(Readiness.CHECK)))))
                .containsExactly("unclear");
        assertThat(names(ALICE, where(Filter.NONE.withReadiness(Set.of(Readiness.MAY_NOT_BOOT, Readiness.CHECK)))))
                .containsExactly("broken", "unclear");
        assertThat(names(BOB, where(Filter.NONE.withReadiness(Set.of(Readiness.READY)))))
                .isEmpty();
    }

    @Test
    void whereOneOfTwoThatShareANameGoesTheOtherIsReadyAgain() {
        Image first = register(ALICE, "a", READY);
        Image second = register(ALICE, "b", READY);
        Image third = register(ALICE, "c", READY);
        Image others = register(BOB, "a", READY);

        registry.update(ALICE, second.id(), change().name("a").done());
        assertThat(List.of(readiness(first), readiness(second), readiness(third)))
                .containsExactly(Readiness.CHECK, Readiness.CHECK, Readiness.READY);
        assertThat(standing(BOB, others).readiness()).isEqualTo(Readiness.READY);

        registry.update(ALICE, third.id(), change().name("a").done());
        registry.unregister(ALICE, first.id());
        assertThat(List.of(readiness(second), readiness(third))).containsExactly(Readiness.CHECK, Readiness.CHECK);

        registry.update(ALICE, third.id(), change().isHidden(true).done());
        assertThat(List.of(readiness(second), readiness(third))).containsExactly(Readiness.READY, Readiness.READY);

        registry.update(ALICE, third.id(), change().isHidden(false).done());
        registry.update(ADMIN, third.id(), change().owner("bob").done());
        assertThat(readiness(second)).isEqualTo(Readiness.READY);
        assertThat(standing(BOB, others).readiness()).isEqualTo(Readiness.CHECK);
    }

    /** Neither sees the other before it is committed. */
    @Test
    void ofTwoThatComeAtOnceByOneNameBothAreTold() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "round " + round;
            List<Image> images = Together.run(
                    4,
                    number -> registry.register(
                            ALICE,
                            draft(test.object(ALICE, name + number))
                                    .name(name)
                                    .properties(READY)
                                    .done()));
            assertThat(images).allSatisfy(image -> assertThat(readiness(image)).isEqualTo(Readiness.CHECK));
        }
    }

    /** What is changed of the one meanwhile does not bring back what it was before the other. */
    @Test
    void whatComesAndGoesWhileTheOneIsChangedIsNotMissed() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "beside " + round;
            Image one = register(ALICE, name, READY);

            List<Image> both = Together.run(
                    2,
                    number -> number == 0
                            ? registry.update(
                                    ALICE,
                                    one.id(),
                                    change().property("kernel", "1").done())
                            : registry.register(
                                    ALICE,
                                    draft(test.object(ALICE, name + number))
                                            .name(name)
                                            .properties(READY)
                                            .done()));
            assertThat(both).allSatisfy(image -> assertThat(readiness(image)).isEqualTo(Readiness.CHECK));

            Together.run(2, number -> {
                if (number == 0) {
                    registry.update(
                            ALICE, one.id(), change().property("kernel", "2").done());
                } else {
                    registry.unregister(ALICE, both.get(1).id());
                }
                return number;
            });
            assertThat(readiness(one)).isEqualTo(Readiness.READY);
        }
    }

    @Test
    void whoAsksIsToldTheReasons() {
        Image image = register(ALICE, "a", Map.of("osfamily", "linux", "root_partition", "1"));
        register(BOB, "a", READY);

        assertThat(registry.assess(image).reasons().stream().map(reason -> reason.rule()))
                .containsExactly(Rule.USERS_MISSING);
        register(ALICE, "b", READY);
        Image asked = image.withId("8fd5a1c0-2f5b-4a7e-9d0e-3a1b2c3d4e5f")
                .withMetadata(image.metadata().withName("b"));
        assertThat(registry.assess(asked).reasons().stream().map(reason -> reason.rule()))
                .containsExactly(Rule.USERS_MISSING, Rule.NAME_USED_TWICE);
    }

    @Test
    void whereWhatMayNotBootIsRefusedNoBytesAreSentForItEither() {
        try (MariaDb tables = TestDatabase.strict()) {
            Registry strict = test.registry(tables);
            Image image = strict.reserve(ALICE, draft(null).formats(null, null).done());
            strict.update(
                    ALICE,
                    image.id(),
                    change().formats(DiskFormat.DISKDUMP, ContainerFormat.BARE).done());

            assertThat(fault(() -> strict.upload(ALICE, image.id(), Change.NONE, uploadOf("bytes"))))
                    .isEqualTo(Kind.BAD_REQUEST);
            assertThat(strict.find(ALICE, image.id()).status()).isEqualTo(Status.QUEUED);
        }
    }

    private AssessAnew assessing(String today) {
        Clock clock = Clock.fixed(java.time.Instant.parse(today + "T12:00:00Z"), ZoneOffset.UTC);
        return new AssessAnew(test.database, new Assessor(TestCatalogue.CATALOGUE, clock, false));
    }

    private void assessAnew(String today) {
        assessing(today).run();
    }

    @Test
    void onceItsLastDayIsPastAnImageIsNoLongerReady() {
        Image image = register(
                ALICE,
                "a",
                Map.of("osfamily", "linux", "root_partition", "1", "users", "me", "provided_until", "2999-12-31"));
        assertThat(readiness(image)).isEqualTo(Readiness.READY);
        execute("UPDATE image SET provided_until = '2026-01-01'");
        execute("UPDATE image SET properties = REPLACE(properties, '2999-12-31', '2026-01-01')");

        assessAnew("2026-01-02");

        assertThat(readiness(image)).isEqualTo(Readiness.CHECK);
        assertThat(names(ALICE, where(Filter.NONE.withReadiness(Set.of(Readiness.CHECK)))))
                .containsExactly("a");
    }

    @Test
    void whatWasThereBeforeTheCatalogueIsAssessedByAndBy() {
        Image image = register(ALICE, "Debian", READY);
        Image other = registerPublic(ALICE, "Fedora", READY);
        execute("UPDATE image SET readiness = 0, search_text = '', family = NULL, assessed_by = 0");
        execute("DELETE FROM image_word");
        assertThat(search(ALICE, "debian")).isEmpty();
        assertThat(readiness(image)).isNull();

        assessAnew("2026-11-30");

        assertThat(search(ALICE, "debian")).containsExactly("Debian");
        assertThat(search(BOB, "fed")).containsExactly("Fedora");
        assertThat(readiness(image)).isEqualTo(Readiness.READY);
        assertThat(readiness(other)).isEqualTo(Readiness.CHECK);
        assertThat(query("SELECT DISTINCT assessed_by FROM image"))
                .containsExactly(Integer.toString(TestCatalogue.CATALOGUE.version()));
    }

    @Test
    void anImageThatCannotBeAssessedKeepsNoOthersFromIt() {
        List.of("a", "b", "c").forEach(name -> register(ALICE, name, READY));
        execute("UPDATE image SET assessed_by = 0 WHERE name != 'c'");
        execute("UPDATE image SET provided_until = '2026-01-01' WHERE name != 'a'");
        execute("UPDATE image SET properties = '[1]' WHERE name = 'b'");

        assessAnew("2026-01-02");

        assertThat(query("SELECT name FROM image WHERE assessed_by = 0")).containsExactly("b");
        assertThat(query("SELECT name FROM image WHERE provided_until IS NOT NULL"))
                .containsExactly("b");
    }

    // Families

    @Test
    void theNewestOfAFamilyThatCanBeUsedIsCurrent() {
        Map<String, String> debian = Map.of("family", "debian-12", "osfamily", "linux", "root_partition", "1");
        Registry later = test.at(NOON.plusSeconds(60));
        Image old = register(ALICE, "old", debian);
        Image young = register(later, ALICE, "young", debian);
        Image broken = register(test.at(NOON.plusSeconds(120)), ALICE, "broken", Map.of("family", "debian-12"));

        assertThat(current(ALICE, "debian-12")).containsExactly("young");
        assertThat(standing(ALICE, young).isCurrent()).isTrue();
        assertThat(standing(ALICE, old).isCurrent()).isFalse();
        assertThat(standing(ALICE, broken).isCurrent()).isFalse();
        assertThat(current(BOB, "debian-12")).isEmpty();

        later.update(ALICE, young.id(), change().isHidden(true).done());
        assertThat(current(ALICE, "debian-12")).containsExactly("old");
        assertThat(standing(ALICE, old).isCurrent()).isTrue();
        later.update(ALICE, young.id(), change().isHidden(false).done());
        later.update(ALICE, young.id(), change().status(Status.UNAVAILABLE).done());
        assertThat(current(ALICE, "debian-12")).containsExactly("old");
        later.update(ALICE, young.id(), change().status(Status.AVAILABLE).done());
        later.update(
                ALICE,
                young.id(),
                change().property("provided_until", "2020-01-01").done());
        assertThat(current(ALICE, "debian-12")).containsExactly("old");
    }

    @Test
    void aFamilyIsOneOwnersAndOfWhatTheCallerSees() {
        Map<String, String> debian =
                Map.of("os", "debian", "os_version", "12", "osfamily", "linux", "root_partition", "1");
        Image alices = registerPublic(ALICE, "alice's", debian);
        Image bobs = register(test.at(NOON.plusSeconds(60)), BOB, "bob's", debian);
        Image alicesOwn = register(test.at(NOON.plusSeconds(60)), ALICE, "alice's secret", debian);

        assertThat(current(ALICE, "debian-12")).containsExactly("alice's secret");
        assertThat(current(BOB, "debian-12")).containsExactlyInAnyOrder("alice's", "bob's");
        assertThat(standing(BOB, alices).isCurrent()).isTrue();
        assertThat(standing(ALICE, alices).isCurrent()).isFalse();
        assertThat(current(CAROL, "debian-12")).containsExactly("alice's");

        test.share(ALICE, alicesOwn.id(), "carol");
        assertThat(current(CAROL, "debian-12")).containsExactly("alice's secret");
        assertThat(standing(CAROL, alices).isCurrent()).isFalse();
        registry.answer(CAROL, alicesOwn.id(), "carol", MemberStatus.REJECTED);
        assertThat(current(CAROL, "debian-12")).containsExactly("alice's");
        assertThat(standing(BOB, bobs)).isEqualTo(new Standing(bobs.id(), Readiness.CHECK, true, "", 0));
    }

    @Test
    void familiesAreListedInPages() {
        for (int i = 0; i < 5; i++) {
            registerPublic(
                    i % 2 == 0 ? ALICE : BOB,
                    "image " + i,
                    Map.of("family", "f" + i / 2, "osfamily", "linux", "root_partition", "1"));
        }
        registerPublic(ALICE, "unusable", Map.of("family", "f9"));
        List<String> all = new java.util.ArrayList<>();
        Optional<Families.Place> place = Optional.empty();
        do {
            Families page = registry.listFamilies(CAROL, place, 2);
            page.current()
                    .forEach(one -> all.add(one.family() + " of " + one.image().owner()));
            place = page.last();
        } while (place.isPresent());

        assertThat(all).containsExactly("f0 of alice", "f0 of bob", "f1 of alice", "f1 of bob", "f2 of alice");
    }

    // Search

    @Test
    void everyWordIsTheBeginningOfOneOfTheImages() {
        register(ALICE, "Debian 12 Base", Map.of("os", "debian", "kernel", "6.1.0-28-amd64"));
        register(ALICE, "Εργαστήριο ΗΥ-345", Map.of("description", "Ubuntu για το μάθημα"));
        registerPublic(BOB, "Débian for all", Map.of());
        register(BOB, "Debian of Bob", Map.of());

        assertThat(search(ALICE, "deb")).containsExactly("Debian 12 Base", "Débian for all");
        assertThat(search(ALICE, "DEBIAN", "12")).containsExactly("Debian 12 Base");
        assertThat(search(ALICE, "εργαστηριο")).containsExactly("Εργαστήριο ΗΥ-345");
        assertThat(search(ALICE, "ΕΡΓΑΣΤΉΡΙΟ", "ubuntu", "μαθημα")).containsExactly("Εργαστήριο ΗΥ-345");
        assertThat(search(ALICE, "6.1.0-28")).containsExactly("Debian 12 Base");
        assertThat(search(ALICE, "ebian")).isEmpty();
        assertThat(search(CAROL, "debian")).containsExactly("Débian for all");
    }

    @Test
    void finalSigmaIsSigma() {
        register(ALICE, "Πόλος", Map.of());

        assertThat(search(ALICE, "πολοσ")).containsExactly("Πόλος");
        assertThat(search(ALICE, "ΠΟΛΟΣ")).containsExactly("Πόλος");
    }

    @Test
    void whatAWordIsOfFollowsTheImage() {
        Image image = register(ALICE, "Debian debian DEBIAN", Map.of("os", "Debian"));

        registry.update(ALICE, image.id(), change().name("Fedora").done());
        assertThat(search(ALICE, "debian")).containsExactly("Fedora");
        registry.update(ALICE, image.id(), change().property("os", "fedora").done());
        assertThat(search(ALICE, "debian")).isEmpty();
        registry.update(ALICE, image.id(), change().isPublic(true).done());
        assertThat(search(BOB, "fedora")).containsExactly("Fedora");
        registry.update(ALICE, image.id(), change().isHidden(true).done());
        assertThat(search(BOB, "fedora")).isEmpty();
        assertThat(search(ALICE, "fedora")).containsExactly("Fedora");
        registry.unregister(ALICE, image.id());
        assertThat(query("SELECT word FROM image_word")).isEmpty();
    }

    @Test
    void anImageIsFoundByItsId() {
        Image image = registry.register(
                ALICE,
                draft(test.object(ALICE, "a"))
                        .id("8fd5a1c0-2f5b-4a7e-9d0e-3a1b2c3d4e5f")
                        .name("a")
                        .done());

        assertThat(search(ALICE, image.id())).containsExactly("a");
        assertThat(search(ALICE, image.id().substring(0, 11).toUpperCase(java.util.Locale.ROOT)))
                .containsExactly("a");
        assertThat(search(ALICE, image.id().substring(0, 8))).containsExactly("a");
        assertThat(search(BOB, image.id())).isEmpty();
    }

    @Test
    void whatLooksLikeAnIdIsFoundWhereItIsNone() {
        String other = "8fd5a1c0-2f5b-4a7e-9d0e-3a1b2c3d4e5f";
        register(ALICE, "Debian 20240211-1654", Map.of("instance_uuid", other.toUpperCase(java.util.Locale.ROOT)));

        assertThat(search(ALICE, "20240211-1654")).hasSize(1);
        assertThat(search(ALICE, other)).hasSize(1);
        assertThat(search(ALICE, "8fd5a1c0-2f5b")).hasSize(1);
        assertThat(search(ALICE, "8fd5a1c0-2f5c")).isEmpty();
        assertThat(names(ALICE, where(Filter.NONE.withWords(List.of(new SearchWord(List.of("instance_uuid"), other))))))
                .hasSize(1);
        assertThat(names(
                        ALICE,
                        where(Filter.NONE.withWords(
                                List.of(new SearchWord(List.of("instance_uuid"), "8fd5a1c0-2f5b"))))))
                .hasSize(1);
    }

    @Test
    void anImageIsFoundByItsOwnersNameOnceThatIsKnown() {
        Image image = register(called("maria@uni.example"), "a", Map.of());
        register(ALICE, "b", Map.of());

        assertThat(search(ALICE, "maria", "uni")).containsExactly("a", "b");
        assertThat(standing(ALICE, image).ownerName()).isEqualTo("maria@uni.example");
    }

    /** Alice, of whom the identity service tells that. */
    private static Caller called(String name) {
        return new Caller("alice", "alice-token", ALICE.view(), Source.NONE, name);
    }

    @Test
    void whoIsCalledOtherwiseIsFoundByThatByAndBy() {
        AssessAnew assessing = assessing("2026-11-30");
        register(ALICE, "a", Map.of());
        register(BOB, "b", Map.of("note", "maria"));
        assessing.run();
        register(called("maria@uni.example"), "c", Map.of());
        assertThat(search(ALICE, "uni")).containsExactly("c");
        assessing.run();
        assertThat(search(ALICE, "uni")).containsExactly("a", "c");

        register(called("maria@hua.example"), "d", Map.of());
        assessing.run();

        assertThat(search(ALICE, "maria", "hua")).containsExactly("a", "c", "d");
        assertThat(search(ALICE, "uni")).isEmpty();
        assertThat(search(BOB, "maria")).containsExactly("b");
    }

    @Test
    void oneProperyIsAskedByItsKeysInAnySpelling() {
        register(ALICE, "a", Map.of("OS", "Debian GNU/Linux", "note", "\"quoted\" 100%_"));
        register(ALICE, "b", Map.of("os_distro", "debian"));
        register(ALICE, "c", Map.of("note", "debian \"os\":\"debian"));

        assertThat(names(ALICE, where(Filter.NONE.withWords(List.of(new SearchWord(List.of("os"), "debian"))))))
                .containsExactly("a");
        assertThat(names(
                        ALICE,
                        where(Filter.NONE.withWords(List.of(new SearchWord(List.of("OS", "os_distro"), "deb"))))))
                .containsExactly("a", "b");
        assertThat(names(
                        ALICE,
                        where(Filter.NONE.withWords(List.of(new SearchWord(List.of("note"), "\"QUOTED\" 100%"))))))
                .containsExactly("a");
        assertThat(names(ALICE, where(Filter.NONE.withWords(List.of(new SearchWord(List.of("note"), "quoted"))))))
                .isEmpty();
    }

    @Test
    void administratorsSearchEverybodysImages() {
        register(ALICE, "Debian of Alice", Map.of());
        register(BOB, "Debian of Bob", Map.of());
        Query all = new Query(
                Reach.ALL,
                Filter.NONE.withWords(List.of(new SearchWord("debian"))),
                SortKey.NAME,
                SortDirection.ASC,
                null);

        assertThat(names(ADMIN, all)).containsExactly("Debian of Alice", "Debian of Bob");
        assertThat(names(BOB, all)).containsExactly("Debian of Bob");
    }

    @Test
    void listsAreOfWhatOthersShareOrOfSnapshots() {
        Image shared = register(ALICE, "shared", Map.of());
        test.share(ALICE, shared.id(), "bob");
        register(BOB, "own", Map.of("image_type", "snapshot"));
        registerPublic(ALICE, "public", Map.of());

        assertThat(names(BOB, where(Filter.NONE).withReach(Reach.SHARED))).containsExactly("shared");
        assertThat(names(ALICE, where(Filter.NONE).withReach(Reach.SHARED))).isEmpty();
        assertThat(names(BOB, where(Filter.NONE.withIsSnapshot(true)))).containsExactly("own");
        assertThat(names(BOB, where(Filter.NONE.withIsSnapshot(false)))).containsExactly("public", "shared");
    }

    @Test
    void countingEndsWhereItIsToldTo() {
        for (int i = 0; i < 5; i++) {
            register(ALICE, "image " + i, Map.of());
        }

        assertThat(registry.countUpTo(ALICE, where(Filter.NONE), 5).isComplete())
                .isTrue();
        assertThat(registry.countUpTo(ALICE, where(Filter.NONE), 5).count()).isEqualTo(5);
        assertThat(registry.countUpTo(ALICE, where(Filter.NONE), 4).isComplete())
                .isFalse();
        assertThat(registry.countUpTo(ALICE, where(Filter.NONE), 4).count()).isEqualTo(4);
    }

    /** Answers nothing that is only read. */
    private Registry readingFails(Fault fault) {
        return test.registry(new Database() {
            @Override
            public <T> T read(Function<Tables, T> work) {
                throw fault;
            }

            @Override
            public <T> T snapshot(Function<Tables, T> work) {
                throw fault;
            }

            @Override
            public <T> T inTransaction(String account, Function<Tables, T> work) {
                return test.database.inTransaction(account, work);
            }
        });
    }

    @Test
    void countingThatTakesTooMuchIsNotCompleteAndNoFault() {
        Fault away = new Fault(Kind.UNAVAILABLE, "away");

        assertThat(List.of(Fault.badRequest("too many"), Fault.spent("too long", null)))
                .allSatisfy(fault -> assertThat(readingFails(fault).countUpTo(ALICE, where(Filter.NONE), 5))
                        .isEqualTo(new Counted(0, false)));
        assertThat(fault(() -> readingFails(away).countUpTo(ALICE, where(Filter.NONE), 5)))
                .isEqualTo(Kind.UNAVAILABLE);
    }
}
