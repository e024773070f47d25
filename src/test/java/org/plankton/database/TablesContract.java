package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.catalogue.SearchText;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.AssessmentMapper;
import org.plankton.registry.ports.AssessmentMapper.Renamed;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.ports.ImageMapper.Newest;
import org.plankton.registry.ports.ImageMapper.Owned;
import org.plankton.registry.ports.ImageMapper.Tally;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.ImageWriteMapper.Tag;
import org.plankton.registry.ports.ImageWriteMapper.Word;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.ports.JournalMapper;
import org.plankton.registry.ports.MemberMapper;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.ports.UploadMapper;
import org.plankton.registry.request.Families;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.Filter.Times;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.SearchWord;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.Totals;

/**
 * What the registry asks of its tables, by every method of every mapper. What changes of one image at a time ask is in
 * {@link OneImageContract}; here is the rest: what is found among many images, and the walk through them.
 */
abstract class TablesContract extends OneImageContract {
    private static final Query ALL = new Query(Reach.VISIBLE, Filter.NONE, SortKey.ID, SortDirection.ASC, null);

    /** The interfaces of {@code tables}, and of what it is made of. */
    private static Stream<Class<?>> mappers(Class<?> tables) {
        return Arrays.stream(tables.getRecordComponents())
                .map(RecordComponent::getType)
                .filter(part -> part.isInterface() || part.isRecord())
                .flatMap(part -> part.isRecord() ? mappers(part) : Stream.of(part));
    }

    @Test
    void everyMethodOfEveryMapperIsAskedHere() {
        ClassFileImporter importer = new ClassFileImporter();
        List<Class<?>> mappers = mappers(Database.Tables.class).toList();
        Set<String> asked = Stream.concat(
                        Stream.of(OneImageContract.class, TablesContract.class), mappers.stream()) // and by each other
                .map(importer::importClass)
                .map(JavaClass::getMethodCallsFromSelf)
                .flatMap(Set::stream)
                .map(call ->
                        call.getTargetOwner().getName() + "." + call.getTarget().getName())
                .collect(Collectors.toSet());

        assertThat(mappers).hasSizeGreaterThan(9);
        assertThat(mappers.stream()
                        .flatMap(mapper -> Arrays.stream(mapper.getDeclaredMethods())
                                .filter(method -> !method.isSynthetic())
                                .map(Method::getName)
                                .map(method -> mapper.getName() + "." + method)))
                .isNotEmpty()
                .isSubsetOf(asked);
    }

    private static Image with(Image image, Visibility visibility) {
        return image.withMetadata(image.metadata().withVisibility(visibility));
    }

    private static Image named(int number, String name) {
        return image(number).withMetadata(METADATA.withName(name));
    }

    // How images have been assessed

    private static Assessment assessment(Readiness readiness, String family, String until, String... words) {
        LocalDate providedUntil = until == null ? null : LocalDate.parse(until);
        SearchText text = new SearchText(List.of(words), List.of());
        return new Assessment(readiness, List.of(), family, providedUntil, null, text, 7);
    }

    /** Assesses it, and has it found so in its owner's lists. */
    private void assess(int number, String account, Assessment assessment) {
        change(tables -> {
            tables.writes().images().assess(id(number), assessment);
            tables.writes()
                    .images()
                    .insertProperties(id(number), "alice", List.of(Property.of(assessment.readiness())));
            List<String> words = assessment.searchText().indexed();
            if (!words.isEmpty()) {
                tables.writes()
                        .images()
                        .insertWords(
                                id(number),
                                account,
                                words.stream().map(Word::new).toList());
            }
        });
    }

    private AssessmentMapper.Stored stored(Image image) {
        return read(tables -> tables.assessments().find(image));
    }

    @Test
    void whatIsMadeOfAnImageIsStoredWithIt() {
        insert(image(1));
        assertThat(stored(image(1))).isEqualTo(new AssessmentMapper.Stored(null, "", "", false));

        assess(1, "alice", assessment(Readiness.CHECK, "f", "2026-11-30", "a", "b"));
        change(tables -> tables.writes().accounts().name("alice", "Alice Ä"));

        assertThat(stored(image(1))).isEqualTo(new AssessmentMapper.Stored(Readiness.CHECK, " a b", "Alice Ä", false));
        assertThat(stored(image(2).withOwner("nobody"))).isEqualTo(new AssessmentMapper.Stored(null, "", "", false));
    }

    @Test
    void soItIsAsTheImageIsWritten() {
        insert(named(1, "a"));
        change(tables -> {
            tables.writes().images().insert(named(2, "b"), assessment(Readiness.READY, null, null, "c"));
            tables.writes().images().update(named(1, "a"), assessment(Readiness.CHECK, "f", "2026-11-30", "d"), 0);
        });
        assertThat(stored(named(1, "a"))).isEqualTo(new AssessmentMapper.Stored(Readiness.CHECK, " d", "", false));
        assertThat(stored(named(2, "b"))).isEqualTo(new AssessmentMapper.Stored(Readiness.READY, " c", "", false));

        change(tables -> tables.writes().images().update(named(1, "a"), null, 0));
        assertThat(stored(named(1, "a"))).isEqualTo(new AssessmentMapper.Stored(null, "", "", false));
    }

    @Test
    void whoeverHasTheNameOfAnotherIsFound() {
        Image reserved = reserved(5).withMetadata(METADATA.withName("a").withDiskFormat(null));
        Image hidden = named(6, "a").withMetadata(METADATA.withName("a").withIsHidden(true));
        insert(
                named(1, "a"),
                named(2, "a"),
                named(3, "A"),
                named(4, "a").withOwner("bob"),
                reserved,
                hidden,
                deleted(7).withMetadata(METADATA.withName("a")));

        change(tables -> assertThat(tables.assessments().lockNamesakes(id(1), "alice", "a", 10))
                .containsExactlyInAnyOrder(id(2), id(5)));
        change(tables -> assertThat(tables.assessments().lockNamesakes(id(1), "alice", "a", 1))
                .hasSize(1));
        change(tables -> assertThat(tables.assessments().lockNamesakes(UNKNOWN, "alice", "a", 10))
                .containsExactlyInAnyOrder(id(1), id(2), id(5)));
        change(tables -> assertThat(tables.assessments().lockNamesakes(id(1), "nobody", "a", 10))
                .isEmpty());
        assertThat(Stream.of(named(1, "a"), reserved, named(8, "a"), named(3, "A"), named(4, "a"), hidden, named(8, ""))
                        .map(image -> stored(image).sharesName()))
                .containsExactly(true, true, true, false, true, false, false);
        assertThat(stored(named(4, "a").withOwner("bob")).sharesName()).isFalse();
    }

    @Test
    void theNewestOfAFamilyIsCurrent() {
        insert(
                image(1).withCreatedAt(NOON),
                with(image(2), Visibility.PUBLIC).withCreatedAt(NOON.plusSeconds(1)),
                image(3).withCreatedAt(NOON.plusSeconds(2)),
                image(4).withCreatedAt(NOON.plusSeconds(3)));
        assess(1, "alice", assessment(Readiness.READY, "f", null));
        assess(2, "*", assessment(Readiness.CHECK, "f", null));
        assess(3, "alice", assessment(Readiness.READY, "f", "2026-11-29"));
        assess(4, "alice", assessment(Readiness.MAY_NOT_BOOT, "f", null));
        LocalDate today = LocalDate.parse("2026-11-30");

        for (String account : List.of("alice", "bob")) {
            assertThat(this.<List<Standing>>read(tables -> tables.assessments()
                            .listStandings(List.of(id(1), id(2), id(3), id(4), UNKNOWN), account, today)))
                    .filteredOn(Standing::isCurrent)
                    .extracting(Standing::id)
                    .containsExactly(id(2));
        }
    }

    private List<AssessmentMapper.Found> families(String account, String family, String owner, Families.Place after) {
        LocalDate today = LocalDate.parse("2026-11-30");
        return read(tables -> tables.assessments().listFamilies(account, family, owner, after, today, 10));
    }

    @Test
    void ofEachFamilyThatSomebodySeesTheNewestIsFound() {
        insert(
                image(1),
                with(image(2), Visibility.PUBLIC),
                with(image(3), Visibility.PUBLIC).withOwner("erin"));
        assess(1, "alice", assessment(Readiness.READY, "f", null));
        assess(2, "*", assessment(Readiness.CHECK, "f", null));
        assess(3, "*", assessment(Readiness.READY, "f", null));
        AssessmentMapper.Found alices = new AssessmentMapper.Found("f", "alice", null, id(2), null);
        AssessmentMapper.Found erins = new AssessmentMapper.Found("f", "erin", null, id(3), null);

        assertThat(families("alice", null, null, null))
                .containsExactlyInAnyOrder(new AssessmentMapper.Found("f", "alice", id(2), id(2), null), erins);
        assertThat(families("bob", "f", null, null)).containsExactlyInAnyOrder(alices, erins);
        assertThat(families("bob", "f", "erin", null)).containsExactly(erins);
        assertThat(families("bob", "g", null, null)).isEmpty();
        assertThat(families("bob", "f", "nobody", null)).isEmpty();
        assertThat(families("bob", null, null, new Families.Place("f", "nobody")))
                .isEmpty();
        assertThat(families("bob", null, null, new Families.Place("e", "zoe"))).hasSize(2);
        assertThat(families("bob", null, "alice", new Families.Place("f", "alice")))
                .isEmpty();
    }

    @Test
    void imagesAreFoundByTheBeginningsOfTheirWordsAsLongAsTheIndexHasThem() {
        insert(image(1), with(image(2), Visibility.PUBLIC), image(3).withOwner("bob"));
        assess(1, "alice", assessment(Readiness.READY, null, null, "Débian", "12"));
        assess(2, "*", assessment(Readiness.READY, null, null, "debian", "Πόλος"));
        assess(3, "bob", assessment(Readiness.READY, null, null, "debian"));

        assertThat(listed("alice", searched("DEB"))).containsExactly(1, 2);
        assertThat(listed("carol", searched("debian"))).containsExactly(2);
        assertThat(listed("alice", searched("deb", "1"))).containsExactly(1);
        assertThat(listed("alice", searched("πολοσ"))).containsExactly(2);
        assertThat(listed("alice", searched("ebian"))).isEmpty();
        assertThat(listed("carol", searched("deb").withReach(Reach.ALL))).containsExactly(1, 2, 3);
        change(tables -> tables.writes().images().deleteWords(id(2), Sharing.EVERYONE, List.of(new Word("DEBIAN"))));
        assertThat(listed("carol", searched("debian"))).isEmpty();
    }

    @Test
    void imagesAreFoundByWhatTheirOwnersAreCalledUnlessThatIsHidden() {
        insert(with(image(1), Visibility.PUBLIC), with(image(2), Visibility.PUBLIC), with(image(3), Visibility.PUBLIC));
        SearchText ones = new SearchText(List.of("debian"), List.of("Maria", "uni"));
        SearchText anothers = new SearchText(List.of("university"), List.of("eva"));
        assess(1, "*", new Assessment(Readiness.READY, List.of(), null, null, null, ones, 7));
        assess(2, "*", new Assessment(Readiness.READY, List.of(), null, null, null, anothers, 7));
        assess(3, "*", new Assessment(Readiness.READY, List.of(), null, null, null, anothers, 7));

        // Where there are two, the images are read by the one that fewer have.
        for (List<String> words :
                List.of(List.of("uni"), List.of("uni", "d"), List.of("d", "m"), List.of("maria"), List.of("debian"))) {
            Query query = searched(words.toArray(String[]::new));
            boolean isOfOwner = !words.equals(List.of("debian"));
            Query hiding = query.withFilter(query.filter().withHidesOwners(true));
            assertThat(listed("carol", query)).contains(1);
            assertThat(listed("carol", hiding).contains(1)).isEqualTo(!isOfOwner);
        }
        assertThat(listed("carol", searched("uni"))).containsExactly(1, 2, 3);
    }

    private static Query searched(String... words) {
        return filter(
                filter -> filter.withWords(Stream.of(words).map(SearchWord::new).toList()));
    }

    @Test
    void imagesAreFoundByHowReadyTheyAre() {
        insert(image(1), image(2), image(3));
        assess(1, "alice", assessment(Readiness.READY, null, "2026-11-29"));
        assess(2, "alice", assessment(Readiness.CHECK, null, "2026-11-29"));

        assertThat(listed("alice", filter(filter -> filter.withReadiness(Set.of(Readiness.READY)))))
                .containsExactly(1);
        assertThat(listed("alice", filter(filter -> filter.withReadiness(Set.of(Readiness.READY, Readiness.CHECK)))))
                .containsExactly(1, 2);
        assertThat(this.<Map<Readiness, Long>>read(
                        tables -> tables.assessments().countReadiness()))
                .isEqualTo(Map.of(Readiness.READY, 1L, Readiness.CHECK, 1L, Readiness.MAY_NOT_BOOT, 0L));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listPast(LocalDate.parse("2026-11-30"), 10)))
                .containsExactly(id(1));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listPast(LocalDate.parse("2026-11-29"), 10)))
                .isEmpty();
    }

    @Test
    void theWalkThroughWhatOthersHaveAssessedComesToAll() {
        insert(image(1), image(2), deleted(3));
        assess(1, "alice", assessment(Readiness.READY, null, null));
        long last = read(tables -> tables.assessments().lastNumber());

        assertThat(this.<List<String>>read(tables -> tables.assessments().listToAssess(0, (int) last, 7)))
                .containsExactly(id(2));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listToAssess(0, (int) last, 8)))
                .containsExactly(id(1), id(2));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listToAssess(last, 10, 8)))
                .isEmpty();
    }

    @Test
    void whoeverIsCalledOtherwiseIsKnownUntilAllTheirImagesAreFoundByIt() {
        change(tables -> assertThat(tables.writes().accounts().meet(Set.of("alice", "bob", "stranger")))
                .isEqualTo(Map.of("alice", "", "bob", "", "stranger", "")));
        change(tables -> tables.writes().accounts().name("bob", "Bob"));
        change(tables -> assertThat(tables.writes().accounts().meet(Set.of("bob", "stranger")))
                .isEqualTo(Map.of("bob", "Bob", "stranger", "")));
        insert(
                image(1),
                image(2).withOwner("bob"),
                deleted(3).withOwner("bob"),
                reserved(4).withOwner("bob"));
        assertThat(this.<List<Renamed>>read(tables -> tables.assessments().listRenamed()))
                .isEmpty();

        change(tables -> tables.writes().accounts().name("bob", "Robert"));

        assertThat(this.<List<Renamed>>read(tables -> tables.assessments().listRenamed()))
                .containsExactly(new Renamed("bob", 1));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listOwned("bob", "", 10)))
                .containsExactly(id(2), id(4));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listOwned("bob", "", 1)))
                .containsExactly(id(2));
        assertThat(this.<List<String>>read(tables -> tables.assessments().listOwned("bob", id(2), 10)))
                .containsExactly(id(4));
        change(tables -> tables.writes().accounts().name("bob", "Bob"));
        change(tables -> tables.writes().accounts().indexName("bob", 1));
        assertThat(this.<List<Renamed>>read(tables -> tables.assessments().listRenamed()))
                .containsExactly(new Renamed("bob", 2));
        change(tables -> tables.writes().accounts().indexName("bob", 2));
        assertThat(this.<List<Renamed>>read(tables -> tables.assessments().listRenamed()))
                .isEmpty();
    }

    @Test
    void imagesAreCountedNoFurtherThanIsAsked() {
        insert(image(1), image(2), with(image(3), Visibility.PUBLIC));

        assertThat(this.<Long>read(tables -> tables.images().countUpTo("alice", ALL, 2)))
                .isEqualTo(2L);
        assertThat(this.<Long>read(tables -> tables.images().countUpTo("alice", ALL, 4)))
                .isEqualTo(3L);
    }

    // How much accounts have

    @Test
    void anAccountThatNobodyHasMetIsKnownOnceItIsLocked() {
        change(tables -> {
            assertThat(tables.writes().accounts().lockKnown("new")).isNull();
            tables.writes().accounts().lock("new");
        });

        change(tables -> assertThat(tables.writes().accounts().lockKnown("new")).isEqualTo("new"));
    }

    @Test
    void whoHasMostIsFirst() {
        insert(
                image(1).withOwner("bob"),
                image(2).withOwner("bob"),
                reserved(3),
                image(4),
                with(saving(5), Visibility.COMMUNITY),
                reserved(6).withOwner("carol"),
                with(saving(7), Visibility.PUBLIC).withOwner("carol"),
                deleted(8).withOwner("carol"));

        assertThat(mostOwned(Quota.IMAGES, 10))
                .containsExactly(new Owned("alice", 3), new Owned("bob", 2), new Owned("carol", 2));
        assertThat(mostOwned(Quota.IMAGES, 1)).containsExactly(new Owned("alice", 3));
        assertThat(mostOwned(Quota.QUEUED, 10)).containsExactly(new Owned("alice", 2), new Owned("carol", 2));
        assertThat(mostOwned(Quota.UPLOADS, 10)).containsExactly(new Owned("alice", 1), new Owned("carol", 1));
    }

    private List<Owned> mostOwned(Quota quota, int limit) {
        return read(tables -> tables.images().listMostOwned(quota, limit));
    }

    @Test
    void imagesAreTalliedByWhatTheyAre() {
        Image gone = image(4).withFinding(Finding.GONE, NOON);
        Image broken = image(5).withStatus(Status.ERROR);
        Image formless = reserved(6).withMetadata(METADATA.withDiskFormat(null).withVisibility(Visibility.COMMUNITY));
        insert(
                image(1),
                image(2).withOwner("bob"),
                with(image(3), Visibility.PUBLIC),
                gone,
                broken,
                broken.withId(id(7)).withContent(image(7).content()).withFinding(Finding.CHANGED, NOON),
                formless,
                saving(8),
                image(9).withMetadata(METADATA.withIsHidden(true)),
                image(10).withStatus(Status.UNAVAILABLE),
                deleted(11),
                with(image(12), Visibility.PUBLIC).withFinding(Finding.GONE, NOON));

        assertThat(tallies())
                .containsExactlyInAnyOrder(
                        tally(Visibility.PUBLIC, Status.UNAVAILABLE, null, 1),
                        tally(Visibility.PRIVATE, Status.AVAILABLE, null, 3),
                        tally(Visibility.PUBLIC, Status.AVAILABLE, null, 1),
                        tally(Visibility.PRIVATE, Status.UNAVAILABLE, null, 2),
                        tally(Visibility.PRIVATE, Status.ERROR, null, 2),
                        new Tally(Visibility.COMMUNITY, Status.QUEUED, null, null, 1),
                        tally(Visibility.PRIVATE, Status.SAVING, null, 1));
        assertThat(found(100))
                .containsExactlyInAnyOrder(
                        tally(Visibility.PUBLIC, Status.UNAVAILABLE, Finding.GONE, 1),
                        tally(Visibility.PRIVATE, Status.UNAVAILABLE, Finding.GONE, 1),
                        tally(Visibility.PRIVATE, Status.UNAVAILABLE, null, 1),
                        tally(Visibility.PRIVATE, Status.ERROR, null, 1),
                        tally(Visibility.PRIVATE, Status.ERROR, Finding.CHANGED, 1));
        assertThat(found(3)).extracting(Tally::count).hasSize(3).containsOnly(1L);
        assertThat(found(1)).containsExactly(tally(Visibility.PUBLIC, Status.UNAVAILABLE, Finding.GONE, 1));
    }

    private List<Tally> tallies() {
        return read(tables -> tables.images().listTallies());
    }

    private List<Tally> found(int most) {
        return read(tables -> tables.images().listFound(most));
    }

    private List<Newest> newestPublic(String... accounts) {
        return read(tables -> tables.images().listNewestPublic(List.of(accounts)));
    }

    private static Tally tally(Visibility visibility, Status status, Finding finding, long count) {
        return new Tally(visibility, status, METADATA.diskFormat(), finding, count);
    }

    @Test
    void ofAccountsTheNewestPublicImageIsFound() {
        insert(
                with(image(1), Visibility.PUBLIC).withCreatedAt(NOON.minusSeconds(9)),
                with(image(2), Visibility.PUBLIC).withCreatedAt(NOON.minusSeconds(5)),
                image(3),
                with(reserved(4), Visibility.PUBLIC),
                with(deleted(5), Visibility.PUBLIC),
                image(6).withMetadata(METADATA.withVisibility(Visibility.PUBLIC).withIsHidden(true)),
                image(7).withOwner("bob"),
                with(image(8), Visibility.PUBLIC).withOwner("carol"));

        assertThat(newestPublic("alice", "bob", "nobody")).containsExactly(new Newest("alice", NOON.minusSeconds(5)));
        assertThat(newestPublic("alice", "carol"))
                .containsExactlyInAnyOrder(new Newest("alice", NOON.minusSeconds(5)), new Newest("carol", NOON));
    }

    /** Whatever becomes of them: with bytes or without, hidden or not. */
    @Test
    void whatAccountsHoldIsCountedAndWhen() {
        Image hidden = image(2).withMetadata(METADATA.withIsHidden(true));
        insert(
                image(1),
                hidden.withOwner("bob").withCreatedAt(NOON.minus(1, ChronoUnit.DAYS)),
                reserved(3).withOwner("bob"),
                with(image(4), Visibility.PUBLIC).withOwner("bob").withCreatedAt(NOON.minus(3, ChronoUnit.DAYS)),
                deleted(5));
        change(tables -> tables.writes().accounts().name("bob", "Bob"));
        long size = image(1).size();
        LocalDate noon = LocalDate.ofInstant(NOON, ZoneOffset.UTC);

        assertThat(this.<List<Totals.Holding>>read(tables -> tables.images().listMostHeld(10)))
                .containsExactly(
                        new Totals.Holding("bob", "Bob", 3, 2 * size), new Totals.Holding("alice", "", 1, size));
        assertThat(this.<List<Totals.Holding>>read(tables -> tables.images().listMostHeld(1)))
                .hasSize(1);
        assertThat(this.<Long>read(tables -> tables.images().countBytes())).isEqualTo(3 * size);
        assertThat(this.<List<Totals.Day>>read(tables -> tables.images().listDays(noon.minusDays(2))))
                .containsExactly(new Totals.Day(noon.minusDays(1), 1, size), new Totals.Day(noon, 2, size));
        assertThat(this.<List<Totals.Day>>read(tables -> tables.images().listDays(noon.plusDays(1))))
                .isEmpty();
    }

    @Test
    void whereThereIsNoImageThereAreNoBytes() {
        assertThat(this.<Long>read(tables -> tables.images().countBytes())).isZero();
        assertThat(this.<List<Totals.Holding>>read(tables -> tables.images().listMostHeld(10)))
                .isEmpty();
    }

    // Who sees what

    @Test
    void anImageIsSeenByItsOwnerItsMembersAndWhoeverItIsFor() {
        insert(
                image(1),
                with(image(2), Visibility.SHARED),
                with(image(3), Visibility.COMMUNITY),
                with(image(4), Visibility.PUBLIC),
                with(deleted(5), Visibility.PUBLIC));
        change(tables -> tables.writes().members().insert(id(2), Set.of("bob"), MemberStatus.ACCEPTED));

        assertThat(visible("alice")).containsExactly(1, 2, 3, 4);
        assertThat(visible("bob")).containsExactly(2, 3, 4);
        assertThat(visible("carol")).containsExactly(3, 4);
        assertThat(visibleOfAll("alice")).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(visibleOfAll("bob")).containsExactlyInAnyOrder(2, 3, 4);
        assertThat(visibleOfAll("carol")).containsExactlyInAnyOrder(3, 4);
    }

    private List<Integer> visibleOfAll(String account) {
        List<String> ids =
                IntStream.rangeClosed(1, 5).mapToObj(OneImageContract::id).toList();
        return numbers(read(tables -> tables.images().findAll(ids, account, false, false)));
    }

    @Test
    void imagesOfSomeIdsAreFoundDeletedOnesTooWhereTheyAreAskedFor() {
        insert(image(1), image(2), with(deleted(3), Visibility.PUBLIC), deleted(4));
        List<String> ids = List.of(id(4), id(3), id(2), id(9));

        assertThat(numbers(read(tables -> tables.images().findAll(ids, "bob", true, false))))
                .containsExactly(2);
        assertThat(numbers(read(tables -> tables.images().findAll(ids, "bob", true, true))))
                .containsExactlyInAnyOrder(2, 3, 4);
        assertThat(numbers(read(tables -> tables.images().findAll(ids, "bob", false, true))))
                .containsExactly(3);
    }

    private List<Integer> visible(String account) {
        return IntStream.rangeClosed(1, 5)
                .filter(number -> read(tables -> tables.images().findVisible(id(number), account)) != null)
                .boxed()
                .toList();
    }

    /** Which is also how many are counted. */
    private List<Integer> listed(String account, Query query) {
        List<Integer> listed = numbers(read(tables -> tables.images().list(account, query, null, 100, true)));
        assertThat(this.<Long>read(tables -> tables.images().count(account, query)))
                .isEqualTo(listed.size());
        return listed;
    }

    private static List<Integer> numbers(List<Image> images) {
        return images.stream()
                .map(image -> Integer.valueOf(image.id().substring(24)))
                .toList();
    }

    @Test
    void aListingHasTheCallersOwnPublicOnesAndThoseSharedWithThem() {
        insert(
                image(1),
                with(image(2), Visibility.SHARED),
                with(image(3), Visibility.COMMUNITY),
                with(image(4), Visibility.PUBLIC),
                with(deleted(5), Visibility.PUBLIC),
                with(image(6), Visibility.PUBLIC).withOwner("bob"),
                image(7).withOwner("bob"));
        change(tables -> {
            tables.writes().members().insert(id(2), Set.of("bob"), MemberStatus.ACCEPTED);
            tables.writes().members().insert(id(4), Set.of("bob"), MemberStatus.ACCEPTED);
        });

        assertThat(listed("alice", ALL)).containsExactly(1, 2, 3, 4, 6);
        assertThat(listed("bob", ALL)).containsExactly(2, 4, 6, 7);
        assertThat(listed("carol", ALL)).containsExactly(4, 6);
        assertThat(listed("carol", ofAll(EnumSet.of(Visibility.PUBLIC)))).containsExactly(4, 6);
        assertThat(listed("carol", ofAll(NOT_PUBLIC))).containsExactly(1, 2, 3, 7);
        assertThat(listed("carol", ofAll(EnumSet.allOf(Visibility.class)))).containsExactly(1, 2, 3, 4, 6, 7);
    }

    private static final Set<Visibility> NOT_PUBLIC = EnumSet.complementOf(EnumSet.of(Visibility.PUBLIC));

    private static Query ofAll(Set<Visibility> visibilities) {
        return ALL.withReach(Reach.ALL)
                .withFilter(Filter.NONE.withIncludesCommunity(true).withVisibilities(visibilities));
    }

    // What is asked for

    private static Query filter(UnaryOperator<Filter> how) {
        return ALL.withFilter(how.apply(Filter.NONE));
    }

    @Test
    void everyFilterNarrowsAListing() {
        Content small = image(2).content().withSize(3);
        Image other = image(2).withContent(small)
                .withOwner("bob")
                .withStatus(Status.ERROR)
                .withUpdatedAt(NOON.plusSeconds(1))
                .withMetadata(METADATA.withName("Name")
                        .withDiskFormat(DiskFormat.NTFSDUMP)
                        .withContainerFormat(ContainerFormat.AKI)
                        .withVisibility(Visibility.PUBLIC)
                        .withIsProtected(true)
                        .withMinRam(1)
                        .withMinDisk(2));
        insert(image(1), other, reserved(3));

        assertThat(listed("alice", ALL)).containsExactly(1, 2, 3);
        assertThat(listed("alice", filter(filter -> filter.withIncludesReserved(false))))
                .containsExactly(1, 2);
        assertThat(listed("alice", filter(filter -> filter.withNames(Set.of("name")))))
                .containsExactly(1, 3);
        assertThat(listed("alice", filter(filter -> filter.withNames(Set.of("name", "Name", "x")))))
                .containsExactly(1, 2, 3);
        assertThat(listed("alice", filter(filter -> filter.withDiskFormats(Set.of("ntfsdump")))))
                .containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withDiskFormats(Set.of("ntfsdümp")))))
                .isEmpty();
        assertThat(listed("alice", filter(filter -> filter.withContainerFormats(Set.of("aki")))))
                .containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withContainerFormats(Set.of("ü")))))
                .isEmpty();
        assertThat(listed("alice", filter(filter -> filter.withStatuses(EnumSet.of(Status.ERROR, Status.QUEUED)))))
                .containsExactly(2, 3);
        assertThat(listed("alice", filter(filter -> filter.withStatuses(Set.of(Status.AVAILABLE, Status.ERROR)))))
                .containsExactly(1, 2);
        assertThat(listed("alice", filter(filter -> filter.withStatuses(Set.of()))))
                .isEmpty();
        assertThat(listed("alice", filter(filter -> filter.withSize(Range.of(4L, null)))))
                .containsExactly(1);
        assertThat(listed("alice", filter(filter -> filter.withSize(Range.of(3L, null)))))
                .containsExactly(1, 2);
        assertThat(listed("alice", filter(filter -> filter.withSize(Range.of(null, 3L)))))
                .containsExactly(2, 3);
        assertThat(listed("alice", filter(filter -> filter.withMinRam(Range.of(1L, 1L)))))
                .containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withMinDisk(Range.of(2L, 2L)))))
                .containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withIsProtected(false))))
                .containsExactly(1, 3);
        assertThat(listed("alice", filter(filter -> filter.withOwner("bob")))).containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withOwner("böb")))).isEmpty();
        assertThat(listed(
                        "alice",
                        filter(filter -> filter.withNames(Set.of("name")).withIncludesReserved(false))))
                .as("two filters")
                .containsExactly(1);
    }

    @Test
    void soDoesEveryFilterOfImagesV2() {
        Content hashed = image(2).content().with(content -> content.md5("ab").sha512("cd"));
        insert(
                image(1).withCreatedAt(NOON.minusSeconds(5)),
                with(image(2).withContent(hashed).withUpdatedAt(NOON.plusSeconds(7)), Visibility.SHARED),
                image(3).withMetadata(METADATA.withName("Ünï_x")));
        change(tables -> tables.writes().images().insertProperties(id(2), "alice", Property.ofHashes("ab", "cd")));

        assertThat(listed("alice", filter(filter -> filter.withIds(Set.of(id(1), id(3), UNKNOWN)))))
                .containsExactly(1, 3);
        assertThat(listed("alice", filter(filter -> filter.withNamePart("NI_"))))
                .containsExactly(3);
        assertThat(listed("alice", filter(filter -> filter.withNamePart("i%")))).isEmpty();
        assertThat(listed("alice", filter(filter -> filter.withNamePart("a_e"))))
                .isEmpty();
        assertThat(listed("alice", filter(filter -> filter.withMd5("ab")))).containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withSha512("cd")))).containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withSha512("ab")))).isEmpty();
        assertThat(listed("alice", filter(filter -> filter.withCreatedAt(new Times(NOON, null, Set.of())))))
                .containsExactly(2, 3);
        assertThat(listed("alice", filter(filter -> filter.withCreatedAt(new Times(null, NOON, Set.of())))))
                .containsExactly(1);
        assertThat(listed(
                        "alice",
                        filter(filter -> filter.withUpdatedAt(
                                new Times(null, null, Set.of(new Times.Span(NOON, NOON.plusSeconds(1))))))))
                .containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withVisibilities(EnumSet.of(Visibility.SHARED)))))
                .containsExactly(2);
        assertThat(listed("alice", filter(filter -> filter.withVisibilities(EnumSet.of(Visibility.PRIVATE)))))
                .containsExactly(1, 3);
    }

    @Test
    void anOwnersImagesAreThoseThatTheListHasAnywayByEachVisibility() {
        for (Visibility visibility : Visibility.values()) {
            int number = 1 + visibility.ordinal();
            insert(
                    with(image(number), visibility),
                    with(image(number + 4), visibility).withOwner("bob"));
        }
        UnaryOperator<Filter> ofAlice = filter -> filter.withOwner("alice");

        for (Visibility visibility : Visibility.values()) {
            int number = 1 + visibility.ordinal();
            UnaryOperator<Filter> ofThat = filter -> ofAlice.apply(filter)
                    .withVisibilities(EnumSet.of(visibility))
                    .withIncludesCommunity(true);
            assertThat(listed("alice", filter(ofThat))).containsExactly(number);
            assertThat(listed("carol", filter(ofThat).withReach(Reach.ALL))).containsExactly(number);
        }
        assertThat(listed("alice", filter(ofAlice))).containsExactly(1, 2, 3, 4);
        assertThat(listed("bob", filter(ofAlice))).containsExactly(1 + Visibility.PUBLIC.ordinal());
        assertThat(listed("alice", filter(ofAlice).withReach(Reach.ALL)))
                .as("hers are listed to an administrator, whoever else's such are not")
                .containsExactly(1, 2, 3, 4);
        assertThat(listed("carol", filter(ofAlice).withReach(Reach.ALL))).hasSize(3);
    }

    private static Query hidden(Boolean isHidden) {
        return filter(filter -> filter.withIsHidden(isHidden));
    }

    @Test
    void hiddenOnesAreInNoListsButTheirOwnersAndThoseOfSuch() {
        Image[] hidden = Stream.of(
                        with(image(1), Visibility.PUBLIC),
                        with(reserved(2), Visibility.PRIVATE),
                        with(image(3), Visibility.SHARED))
                .map(image -> image.withMetadata(image.metadata().withIsHidden(true)))
                .toArray(Image[]::new);
        insert(hidden);
        insert(with(image(4), Visibility.PUBLIC), image(5));
        change(tables -> tables.writes().members().insert(id(3), Set.of("bob"), MemberStatus.ACCEPTED));

        assertThat(listed("alice", ALL)).containsExactly(1, 2, 3, 4, 5);
        assertThat(listed("alice", hidden(false))).containsExactly(4, 5);
        assertThat(listed("alice", hidden(true))).containsExactly(1, 2, 3);
        assertThat(listed("bob", ALL)).containsExactly(4);
        assertThat(listed("bob", hidden(false))).containsExactly(4);
        assertThat(listed("bob", hidden(true))).containsExactly(1, 3);
        assertThat(listed("carol", hidden(true))).containsExactly(1);
        for (Visibility visibility : Visibility.values()) {
            Query ofThat = filter(filter -> filter.withIsHidden(true).withVisibilities(EnumSet.of(visibility)));
            List<Integer> ofThatAlone =
                    Map.of(Visibility.PUBLIC, 1, Visibility.PRIVATE, 2, Visibility.SHARED, 3).entrySet().stream()
                            .filter(one -> one.getKey() == visibility)
                            .map(Map.Entry::getValue)
                            .toList();
            assertThat(listed("alice", ofThat)).isEqualTo(ofThatAlone);
            assertThat(listed("carol", ofThat.withReach(Reach.ALL))).isEqualTo(ofThatAlone);
        }
        assertThat(listed("carol", ofAll(EnumSet.allOf(Visibility.class)))).containsExactly(4, 5);
    }

    @Test
    void imagesForWhoeverHasTheirIdAreInTheListsOfWhoeverAsksForSuch() {
        insert(
                with(image(1), Visibility.COMMUNITY),
                with(image(2), Visibility.COMMUNITY).withOwner("bob"),
                with(image(3), Visibility.PUBLIC));
        Query some = filter(filter -> filter.withIncludesCommunity(true));
        Query alone =
                filter(filter -> filter.withIncludesCommunity(true).withVisibilities(EnumSet.of(Visibility.COMMUNITY)));

        assertThat(listed("alice", ALL)).containsExactly(1, 3);
        assertThat(listed("alice", some)).containsExactly(1, 2, 3);
        assertThat(listed("alice", alone)).containsExactly(1, 2);
        assertThat(listed("carol", alone)).containsExactly(1, 2);
        assertThat(listed("alice", ALL.withReach(Reach.ALL))).containsExactly(1, 3);
        assertThat(listed("alice", some.withReach(Reach.ALL))).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsSharedIsInTheListsOfMembersByWhatTheyHaveSaidWhileItIsShared() {
        insert(
                with(image(1), Visibility.SHARED),
                with(image(2), Visibility.SHARED),
                with(image(3), Visibility.SHARED),
                with(image(4), Visibility.PRIVATE),
                with(image(5), Visibility.COMMUNITY));
        change(tables -> {
            tables.writes().members().insert(id(1), Set.of("bob"), MemberStatus.PENDING);
            for (int number : new int[] {2, 3, 4, 5}) {
                tables.writes().members().insert(id(number), Set.of("bob"), MemberStatus.ACCEPTED);
            }
            tables.writes().members().setStatus(id(3), "bob", MemberStatus.REJECTED);
        });

        assertThat(listed("bob", ALL)).containsExactly(2);
        for (MemberStatus status : MemberStatus.values()) {
            assertThat(listed("bob", filter(filter -> filter.withMemberStatuses(Set.of(status)))))
                    .containsExactly(Map.of(MemberStatus.PENDING, 1, MemberStatus.ACCEPTED, 2, MemberStatus.REJECTED, 3)
                            .get(status));
        }
        assertThat(listed("bob", filter(filter -> filter.withMemberStatuses(EnumSet.allOf(MemberStatus.class)))))
                .containsExactly(1, 2, 3);
        assertThat(visible("bob")).containsExactly(1, 2, 3, 5);
    }

    private void insertTagged(int number, Visibility visibility, String... tags) {
        insert(with(image(number), visibility));
        List<Tag> all = Stream.of(tags).map(Tag::new).toList();
        change(tables -> {
            tables.writes().images().insertTags(id(number), "alice", all);
            if (visibility == Visibility.PUBLIC) {
                tables.writes().images().insertTags(id(number), Sharing.EVERYONE, all);
            }
        });
    }

    private static Query tagged(String... tags) {
        return filter(filter -> filter.withTags(Set.of(tags)));
    }

    @Test
    void imagesAreFoundByTheirTagsAsLongAsTheIndexHasThem() {
        insertTagged(1, Visibility.PUBLIC, "a", "b", "ü 😀");
        insertTagged(2, Visibility.SHARED, "a", "x".repeat(255));
        change(tables -> tables.writes().members().insert(id(2), Set.of("bob"), MemberStatus.ACCEPTED));

        assertThat(listed("alice", tagged("a"))).containsExactly(1, 2);
        assertThat(listed("bob", tagged("a"))).containsExactly(1, 2);
        assertThat(listed("carol", tagged("a"))).containsExactly(1);
        assertThat(listed("alice", tagged("a", "b"))).containsExactly(1);
        assertThat(listed("alice", tagged("A"))).isEmpty();
        assertThat(listed("alice", tagged("ü 😀"))).containsExactly(1);
        assertThat(listed("alice", tagged("ü 😀 "))).isEmpty();
        assertThat(listed("bob", tagged("x".repeat(255)))).containsExactly(2);
        assertThat(listed("carol", tagged("a").withReach(Reach.ALL))).containsExactly(1, 2);
        change(tables -> {
            tables.writes().images().insertTags(id(1), "alice", List.of(new Tag("a"))); // which is there
            tables.writes().images().deleteTags(id(1), Sharing.EVERYONE, List.of(new Tag("a"), new Tag("z")));
        });
        assertThat(listed("carol", tagged("a"))).isEmpty();
        assertThat(listed("carol", tagged("b"))).containsExactly(1);
    }

    @Test
    void hiddenOnesAreFoundByTheirTagsThoughTheIndexHasThemInTheirOwnersListsAlone() {
        insert(with(image(1), Visibility.PUBLIC)
                .withMetadata(METADATA.withVisibility(Visibility.PUBLIC).withIsHidden(true)));
        change(tables -> tables.writes().images().insertTags(id(1), "alice", List.of(new Tag("a"))));
        Query ofSuch = tagged("a").withFilter(tagged("a").filter().withIsHidden(true));

        for (String account : List.of("alice", "carol")) {
            assertThat(listed(account, ofSuch)).containsExactly(1);
            assertThat(listed(account, ofSuch.withReach(Reach.ALL))).containsExactly(1);
        }
        assertThat(listed("alice", tagged("a"))).containsExactly(1);
        assertThat(listed("carol", tagged("a"))).isEmpty();
    }

    @Test
    void whoAsksForChangesIsToldWhatIsGoneSince() {
        insert(
                image(1),
                image(2).withUpdatedAt(NOON.plusSeconds(2)),
                deleted(3),
                deleted(1).withId(id(4)));

        assertThat(listed("alice", filter(filter -> filter.withChangedAfter(NOON.plusSeconds(1)))))
                .containsExactly(2, 3);
        assertThat(listed("alice", filter(filter -> filter.withChangedAfter(NOON.plusSeconds(3)))))
                .isEmpty();
        assertThat(listed(
                        "alice",
                        filter(filter ->
                                filter.withChangedAfter(NOON.plusSeconds(1)).withIncludesReserved(false))))
                .as("to whom images without bytes are not shown")
                .containsExactly(2);
    }

    private void insert(int number, Map<String, String> properties) {
        insert(image(number).withMetadata(METADATA.withProperties(new Properties(properties))));
        change(tables -> tables.writes().images().insertProperties(id(number), "alice", pairs(properties)));
    }

    private static List<Property> pairs(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> new Property(property.getKey(), property.getValue()))
                .toList();
    }

    private static Query having(String key, String... values) {
        return filter(filter -> filter.withProperties(Map.of(key, Set.of(values))));
    }

    @Test
    void imagesAreFoundByTheirPropertiesAsLongAsTheIndexHasThem() {
        insert(1, Map.of("os", "debian", "a\"\\.b", "😀"));
        insert(2, Map.of("os", "fedora"));

        assertThat(listed("alice", having("os", "debian"))).containsExactly(1);
        assertThat(listed("alice", having("os", "debian", "fedora", "x"))).containsExactly(1, 2);
        assertThat(listed("alice", having("os", "Debian"))).isEmpty();
        assertThat(listed("alice", having("a\"\\.b", "😀"))).containsExactly(1);
        assertThat(listed(
                        "alice",
                        filter(filter ->
                                filter.withProperties(Map.of("os", Set.of("debian"), "a\"\\.b", Set.of("x"))))))
                .isEmpty();
        change(tables ->
                tables.writes().images().deleteProperties(id(1), "alice", pairs(Map.of("os", "debian", "x", "y"))));
        assertThat(listed("alice", having("os", "debian"))).isEmpty();
        assertThat(listed("alice", having("a\"\\.b", "😀"))).containsExactly(1);
    }

    @Test
    void theIndexFindsAnImageByAnotherSpellingOfAKeyAndKeepsNothingTwice() {
        insert(1, Map.of("Org.X", "1"));
        change(tables ->
                tables.writes().images().insertProperties(id(1), "alice", pairs(Map.of("org_x", "1", "Org.X", "1"))));

        assertThat(listed("alice", having("org_x", "1"))).containsExactly(1);
        assertThat(listed("alice", having("org_x", "2"))).isEmpty();
    }

    @Test
    void whereKeysAreWhatTheyAreAnImageIsFoundByNoOtherSpelling() {
        insert(1, Map.of("Org.X", "1", "empty", ""));
        change(tables -> tables.writes().images().insertProperties(id(1), "alice", pairs(Map.of("org_x", "1"))));

        UnaryOperator<Query> verbatim = query -> query.withFilter(query.filter().withKeys(KeyFolding.NONE));
        assertThat(listed("alice", verbatim.apply(having("org_x", "1")))).isEmpty();
        assertThat(listed("alice", verbatim.apply(having("Org.X", "1")))).containsExactly(1);
        assertThat(listed("alice", verbatim.apply(having("empty", "")))).containsExactly(1);
    }

    @Test
    void anyNumberOfPropertiesIsIndexedAtOnce() {
        Map<String, String> many =
                IntStream.range(0, 3000).boxed().collect(Collectors.toMap(number -> "key" + number, number -> "value"));
        insert(1, many);

        assertThat(listed("alice", having("key2999", "value"))).containsExactly(1);
        change(tables -> tables.writes().images().deleteProperties(id(1), "alice", pairs(many)));
        assertThat(listed("alice", having("key2999", "value"))).isEmpty();
    }

    /** An index is none of those that are registered no longer. */
    @Test
    void whatIsRegisteredNoLongerIsFoundByItsPropertiesThemselves() {
        insert(deleted(1).withMetadata(METADATA.withProperties(new Properties(Map.of("os", "debian")))));
        Filter since = Filter.NONE.withChangedAfter(Instant.EPOCH);

        assertThat(listed("alice", filter(any -> since.withProperties(Map.of("os", Set.of("debian"))))))
                .containsExactly(1);
        assertThat(listed("alice", filter(any -> since.withProperties(Map.of("os", Set.of("fedora"))))))
                .isEmpty();
    }

    // The order

    private static Object value(Image image, SortKey key) {
        return switch (key) {
            case ID -> image.id();
            case NAME -> image.metadata().name();
            case STATUS -> image.status().name();
            case SIZE -> image.size();
            case DISK_FORMAT -> name(image.metadata().diskFormat());
            case CONTAINER_FORMAT -> name(image.metadata().containerFormat());
            case CREATED_AT -> image.createdAt();
            case UPDATED_AT -> image.updatedAt();
        };
    }

    /** What has none comes first. */
    private static String name(Enum<?> format) {
        return format == null ? "" : format.name();
    }

    /** Each after the last of those before, so that all are listed once. */
    private List<Image> inPages(Query query, int limit) {
        List<Image> all = new ArrayList<>();
        Image after = null;
        while (true) {
            Image last = after;
            List<Image> page = read(tables -> tables.images().list("alice", query, last, limit, true));
            assertThat(this.<List<ImageMapper.LastChange>>read(
                            tables -> tables.images().listLastChanges("alice", query, last, limit)))
                    .isEqualTo(page.stream()
                            .map(image -> new ImageMapper.LastChange(image.id(), image.updatedAt()))
                            .toList());
            all.addAll(page);
            if (page.size() < limit) {
                return all;
            }
            after = page.get(limit - 1);
        }
    }

    @Test
    void aListingIsInTheOrderOfAnyKeyAndThenOfIdsInBothDirectionsAndInPagesOfAnySize() {
        Image[] images = sortable();
        insert(images);

        for (SortKey key : SortKey.values()) {
            Comparator<Image> order = Comparator.comparing(image -> comparable(value(image, key)));
            List<Image> sorted =
                    Stream.of(images).sorted(order.thenComparing(Image::id)).toList();
            Query ascending = sorted(key, SortDirection.ASC);
            for (int limit : new int[] {1, 2, 4, 100}) {
                assertThat(inPages(ascending, limit)).as(key + ", " + limit).isEqualTo(sorted);
                assertThat(inPages(sorted(key, SortDirection.DESC), limit))
                        .as(key + " from the end, " + limit)
                        .isEqualTo(sorted.stream()
                                .sorted(order.thenComparing(Image::id).reversed())
                                .toList());
            }
        }
    }

    /** Of which some have the same in whatever they are sorted by. */
    private static Image[] sortable() {
        return new Image[] {
            named(1, "b"),
            named(2, "a"),
            named(3, "").withStatus(Status.ERROR),
            with(named(4, "B"), Visibility.PUBLIC).withOwner("bob"),
            named(5, "ä").withContent(image(5).content().withSize(Long.MAX_VALUE)),
            reserved(6).withMetadata(METADATA.withDiskFormat(null).withContainerFormat(null)),
            named(7, "b").withUpdatedAt(NOON.plusNanos(1000)),
            image(8).withMetadata(METADATA.withDiskFormat(DiskFormat.VHD).withContainerFormat(ContainerFormat.AKI)),
            image(9).withCreatedAt(NOON.minusNanos(1000)).withStatus(Status.UNAVAILABLE)
        };
    }

    @Test
    void aListingIsInTheOrderOfAnyTwoKeysInAnyDirections() {
        Image[] images = sortable();
        insert(images);

        for (SortKey first : SortKey.values()) {
            for (SortKey second : EnumSet.complementOf(EnumSet.of(first))) {
                assertSorted(images, List.of(new Sort(first, SortDirection.ASC), new Sort(second, SortDirection.ASC)));
                assertSorted(images, List.of(new Sort(first, SortDirection.ASC), new Sort(second, SortDirection.DESC)));
                assertSorted(images, List.of(new Sort(first, SortDirection.DESC), new Sort(second, SortDirection.ASC)));
            }
        }
        assertSorted(
                images,
                List.of(
                        new Sort(SortKey.STATUS, SortDirection.DESC),
                        new Sort(SortKey.DISK_FORMAT, SortDirection.ASC),
                        new Sort(SortKey.NAME, SortDirection.DESC),
                        new Sort(SortKey.SIZE, SortDirection.ASC)));
        assertSorted(
                images,
                List.of(
                        new Sort(SortKey.DISK_FORMAT, SortDirection.DESC),
                        new Sort(SortKey.CONTAINER_FORMAT, SortDirection.ASC),
                        new Sort(SortKey.STATUS, SortDirection.ASC),
                        new Sort(SortKey.UPDATED_AT, SortDirection.DESC)));
    }

    private void assertSorted(Image[] images, List<Sort> keys) {
        Comparator<Image> order = (one, other) -> 0;
        for (Sort sort : keys) {
            Comparator<Image> by = Comparator.comparing(image -> comparable(value(image, sort.key())));
            order = order.thenComparing(sort.direction() == SortDirection.DESC ? by.reversed() : by);
        }
        Comparator<Image> byId = Comparator.comparing(Image::id);
        boolean isBackwards = keys.get(keys.size() - 1).direction() == SortDirection.DESC;
        List<Image> sorted = Stream.of(images)
                .sorted(order.thenComparing(isBackwards ? byId.reversed() : byId))
                .toList();

        for (int limit : new int[] {1, 2, 4, 100}) {
            assertThat(inPages(ALL.withOrder(keys), limit))
                    .as(keys + ", " + limit)
                    .isEqualTo(sorted);
        }
    }

    private static Query sorted(SortKey key, SortDirection direction) {
        return ALL.withOrder(List.of(new Sort(key, direction)));
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    @Test
    void aPageBeginsAfterAnImageWhateverHasBecomeOfIt() {
        insert(named(1, "a"), named(2, "b"), named(3, "c"));
        Image seen = read(tables -> tables.images().find(id(2)));
        change(tables -> tables.writes().images().update(named(2, "z"), null, 0));

        assertThat(numbers(read(tables ->
                        tables.images().list("alice", sorted(SortKey.NAME, SortDirection.ASC), seen, 10, true))))
                .containsExactly(3, 2);
    }

    // Walks

    @Test
    void aWalkComesToEveryImageThatHasBytes() {
        insert(image(1), reserved(2), deleted(3), image(4).withOwner("bob"), image(5));

        assertThat(numbers(read(tables -> tables.images().listAfter("", 2)))).containsExactly(1, 4);
        assertThat(numbers(read(tables -> tables.images().listAfter(id(1), 10))))
                .containsExactly(4, 5);
        assertThat(numbers(read(tables -> tables.images().listAfter(id(5), 10))))
                .isEmpty();
        assertThat(numbers(read(tables -> tables.images().listAllAfter(id(1), 2))))
                .containsExactly(2, 4);
    }

    @Test
    void theWalkIsOneOfAllServicesWhichTakeTurns() {
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.fileChecks().claim(HOUR)))
                .isEqualTo(1);
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.fileChecks().claim(HOUR)))
                .isZero();
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.fileChecks().claim(OVER)))
                .isEqualTo(1);
        assertThat(this.<String>read(tables -> tables.fileChecks().position())).isEmpty();

        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.fileChecks().move("", id(2))))
                .isEqualTo(1);
        assertThat(database()
                        .<Integer>inTransaction(
                                "alice", tables -> tables.fileChecks().move("", id(1))))
                .isZero();
        assertThat(this.<String>read(tables -> tables.fileChecks().position())).isEqualTo(id(2));
    }

    @Test
    void whatWasUnregisteredBeforeATimeIsListedTheLongestGoneFirst() {
        insert(deleted(3), deleted(1), deleted(2), image(4));

        assertThat(gone(NOON.plusSeconds(3), 10)).containsExactly(remembered(deleted(1)), remembered(deleted(2)));
        assertThat(gone(NOON.plusSeconds(9), 2)).containsExactly(remembered(deleted(1)), remembered(deleted(2)));
        assertThat(gone(NOON, 10)).isEmpty();
    }

    private List<Image> gone(Instant before, int limit) {
        return database().inTransaction("alice", tables -> tables.images().lockDeletedBefore(before, limit));
    }

    private static Journal.Entry entry(EditKind kind, String account, Image before, Image after) {
        return new Journal.Entry(
                account,
                new Source("req-1", "guide", "192.0.2.1"),
                kind,
                before,
                after,
                Map.of("bob", new Membership(false, MemberStatus.PENDING)),
                Map.of("bob", new Membership(true, MemberStatus.ACCEPTED)),
                List.of());
    }

    private void write(Journal.Entry... entries) {
        change(tables -> List.of(entries).forEach(tables.writes().journal()::write));
    }

    private static List<EditKind> kinds(List<HistoryEntry> entries) {
        return entries.stream().map(HistoryEntry::kind).toList();
    }

    @Test
    void anEditIsKeptWithWhatWasBeforeAndAfterAndWhoMadeIt() {
        Image before = image(1);
        Image after = before.withOwner("carol")
                .withMetadata(before.metadata().withName("😀\"\\\u0000\n\u2028").withMinRam(512));
        write(entry(EditKind.UPDATE, "alice", before, after));

        HistoryEntry kept = this.<List<HistoryEntry>>read(
                        tables -> tables.journal().page(HistoryQuery.ALL, 10).entries())
                .get(0);

        assertThat(kept.position()).isPositive();
        assertThat(kept.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(kept)
                .isEqualTo(new HistoryEntry(
                        kept.position(),
                        kept.at(),
                        "alice",
                        new Source("req-1", "guide", "192.0.2.1"),
                        EditKind.UPDATE,
                        id(1),
                        "carol",
                        ImageState.Difference.of(
                                        before,
                                        Map.of("bob", new Membership(false, MemberStatus.PENDING)),
                                        after,
                                        Map.of("bob", new Membership(true, MemberStatus.ACCEPTED)))
                                .before(),
                        kept.after()));
        ImageState now = ImageState.of(after, Map.of("bob", new Membership(true, MemberStatus.ACCEPTED)));
        ImageState then = now.undone(kept.before(), kept.after());
        assertThat(then.image(id(1))).isEqualTo(before);
        assertThat(then.members()).isEqualTo(Map.of("bob", new Membership(false, MemberStatus.PENDING)));
    }

    @Test
    void editsAreListedTheLastFirstByWhomOfWhichKindsAndSinceWhenTheyAreAskedFor() {
        write(entry(EditKind.REGISTER, "alice", null, image(1)));
        write(entry(EditKind.SHARE, "bob", image(1), image(1)), entry(EditKind.UPDATE, "alice", image(1), image(1)));
        Instant now = Instant.now();
        List<HistoryEntry> all =
                read(tables -> tables.journal().page(HistoryQuery.ALL, 10).entries());

        assertThat(kinds(all)).containsExactly(EditKind.UPDATE, EditKind.SHARE, EditKind.REGISTER);
        assertThat(kinds(read(
                        tables -> tables.journal().page(HistoryQuery.ALL, 2).entries())))
                .containsExactly(EditKind.UPDATE, EditKind.SHARE);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ALL.withBefore(all.get(0).position()), 10)
                        .entries())))
                .containsExactly(EditKind.SHARE, EditKind.REGISTER);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ALL.withAccount(Optional.of("alice")), 10)
                        .entries())))
                .containsExactly(EditKind.UPDATE, EditKind.REGISTER);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ALL.withKinds(Set.of(EditKind.SHARE, EditKind.REGISTER)), 10)
                        .entries())))
                .containsExactly(EditKind.SHARE, EditKind.REGISTER);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ALL.withSince(Optional.of(now.minusSeconds(60))), 10)
                        .entries())))
                .hasSize(3);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ALL.withSince(Optional.of(now.plusSeconds(60))), 10)
                        .entries())))
                .isEmpty();
    }

    @Test
    void anImagesEditsAreListedOfTheTimeInWhichItWasSomebodys() {
        write(entry(EditKind.REGISTER, "alice", null, image(1)));
        write(entry(EditKind.REGISTER, "alice", null, image(2)));
        write(entry(EditKind.UPDATE, "admin", image(1), image(1).withOwner("bob")));
        write(entry(EditKind.FORGET, "bob", image(1).withOwner("bob"), null));

        List<HistoryEntry> all = read(
                tables -> tables.journal().page(HistoryQuery.ofImage(id(1)), 10).entries());
        assertThat(kinds(all)).containsExactly(EditKind.FORGET, EditKind.UPDATE, EditKind.REGISTER);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ofImage(id(1)).withOwner(Optional.of("bob")), 10)
                        .entries())))
                .containsExactly(EditKind.FORGET, EditKind.UPDATE);
        assertThat(kinds(read(tables -> tables.journal()
                        .page(HistoryQuery.ofImage(id(1)).withBefore(all.get(0).position()), 1)
                        .entries())))
                .containsExactly(EditKind.UPDATE);
        assertThat(this.<List<HistoryEntry>>read(tables ->
                        tables.journal().page(HistoryQuery.ofImage(id(3)), 10).entries()))
                .isEmpty();
    }

    @Test
    void aListOfEditsIsBoundedByWhatTheyAreToo() {
        String large = "x".repeat(JournalMapper.MOST_BYTES / 4);
        Image before = image(1);
        Image after = before.withMetadata(before.metadata().withProperties(new Properties(Map.of("a", large))));
        for (int i = 0; i < 6; i++) {
            write(entry(EditKind.UPDATE, "alice", before, after));
        }

        HistoryPage page = read(tables -> tables.journal().page(HistoryQuery.ALL, 5));
        assertThat(page.entries()).hasSize(3);
        assertThat(page.hasMore()).isTrue();
        long last = page.entries().get(2).position();
        HistoryPage rest = read(tables -> tables.journal().page(HistoryQuery.ALL.withBefore(last), 5));
        assertThat(rest.entries()).hasSize(3);
        assertThat(rest.hasMore()).isFalse();
        assertThat(database()
                        .<List<JournalMapper.Following>>inTransaction(
                                "alice", tables -> tables.journal().listFollowing(0, 10)))
                .hasSize(3);
        JournalMapper.Extent extent = read(tables -> tables.journal().extent(id(1), last));
        assertThat(extent.count()).isEqualTo(3);
        assertThat(extent.bytes()).isBetween(3L * large.length(), 3L * large.length() + 1_000);
        assertThat(this.<JournalMapper.Extent>read(tables -> tables.journal().extent(id(2), 0)))
                .isEqualTo(new JournalMapper.Extent(0, 0));
    }

    @Test
    void whoFollowsTheJournalIsToldOfEditsInTheirOrderAndWhetherTheyAreRecent() {
        write(entry(EditKind.REGISTER, "alice", null, image(1)), entry(EditKind.SHARE, "alice", image(1), image(1)));
        write(entry(EditKind.UPDATE, "alice", image(1), image(1)));

        List<JournalMapper.Following> first =
                database().inTransaction("alice", tables -> tables.journal().listFollowing(0, 2));
        assertThat(first.stream().map(next -> next.entry().kind())).containsExactly(EditKind.REGISTER, EditKind.SHARE);
        assertThat(first).allMatch(JournalMapper.Following::isRecent);
        long last = first.get(1).entry().position();
        assertThat(database()
                        .<List<JournalMapper.Following>>inTransaction(
                                "alice", tables -> tables.journal().listFollowing(last, 10)))
                .singleElement()
                .satisfies(next -> assertThat(next.entry().kind()).isEqualTo(EditKind.UPDATE));
    }

    @Test
    void whoFollowsTheJournalIsPutBackOnlyByBeginningAnew() {
        write(entry(EditKind.REGISTER, "alice", null, image(1)));
        change(tables -> tables.followers().advance("one", 3));
        assertThat(this.<Long>read(tables -> tables.followers().find("one"))).isNull();

        change(tables -> {
            tables.followers().begin("one", tables.journal().findSettled()); // what was done just now is not
            tables.followers().advance("one", 7);
            tables.followers().advance("one", 6);
        });
        assertThat(this.<Long>read(tables -> tables.followers().find("one"))).isEqualTo(7);

        change(tables -> tables.followers().begin("one", 5));
        assertThat(this.<Long>read(tables -> tables.followers().find("one"))).isEqualTo(5);
    }

    @Test
    void howMuchThereIsBehindAPositionIsCounted() {
        write(entry(EditKind.REGISTER, "alice", null, image(1)), entry(EditKind.SHARE, "alice", image(1), image(1)));
        long last = this.<List<HistoryEntry>>read(
                        tables -> tables.journal().page(HistoryQuery.ALL, 1).entries())
                .get(0)
                .position();

        JournalMapper.Backlog all = read(tables -> tables.journal().backlog(0));
        assertThat(all.count()).isEqualTo(2);
        assertThat(all.seconds()).isBetween(0.0, 60.0);
        assertThat(this.<JournalMapper.Backlog>read(tables -> tables.journal().backlog(last)))
                .isEqualTo(new JournalMapper.Backlog(0, 0));
    }

    @Test
    void theOldestEditsAreClearedAwayAFewAtATime() {
        write(entry(EditKind.REGISTER, "alice", null, image(1)), entry(EditKind.SHARE, "alice", image(1), image(1)));
        write(entry(EditKind.UPDATE, "alice", image(1), image(1)));

        change(tables -> {
            assertThat(tables.journal().clear(Instant.now().minusSeconds(60), 10))
                    .isZero();
            assertThat(tables.journal().clear(Instant.now().plusSeconds(60), 1)).isEqualTo(1);
        });

        assertThat(kinds(read(
                        tables -> tables.journal().page(HistoryQuery.ALL, 10).entries())))
                .containsExactly(EditKind.UPDATE, EditKind.SHARE);
    }

    @Test
    void theLastEditIsNeverClearedAwaySoThatItIsKnownWhoHasMissedAny() {
        assertThat(this.<Boolean>read(tables -> tables.journal().holds(1))).isFalse();
        write(entry(EditKind.REGISTER, "alice", null, image(1)), entry(EditKind.SHARE, "alice", image(1), image(1)));
        write(entry(EditKind.UPDATE, "alice", image(1), image(1)));
        List<HistoryEntry> all =
                read(tables -> tables.journal().page(HistoryQuery.ALL, 10).entries());

        change(tables -> assertThat(tables.journal().clear(Instant.now().plusSeconds(60), 10))
                .isEqualTo(2));

        assertThat(kinds(read(
                        tables -> tables.journal().page(HistoryQuery.ALL, 10).entries())))
                .containsExactly(EditKind.UPDATE);
        assertThat(all)
                .extracting(
                        entry -> this.<Boolean>read(tables -> tables.journal().holds(entry.position())))
                .containsExactly(true, false, false);
        assertThat(this.<Boolean>read(
                        tables -> tables.journal().holds(all.get(0).position() + 1)))
                .isFalse();
    }

    @Test
    void uploadsAreSilentIfNoBytesHaveComeForALeaseAndTheirImageStillWaits() {
        insert(saving(1), saving(2), image(3), saving(4));
        change(tables -> {
            tables.uploads().insert(id(1), "alice", location(1), false);
            tables.uploads().insert(id(2), "alice", location(2), false);
            tables.uploads().insert(id(3), "alice", location(3), false);
            tables.uploads().insertOrphan(id(4), "alice", location(4));
        });

        assertThat(silent(HOUR, 10)).isEmpty();
        assertThat(silent(OVER, 10)).containsExactlyInAnyOrder(id(1), id(2));
        assertThat(silent(OVER, 1)).hasSize(1);
    }

    private List<String> silent(long lease, int limit) {
        return database()
                .inTransaction(
                        "alice",
                        tables -> tables.uploads().lockSilent(lease, limit).stream()
                                .map(UploadMapper.Silent::imageId)
                                .toList());
    }

    // What is shared

    private List<SharedImage> shared(String account, String other, boolean includesReserved) {
        return inPieces((members, after, limit) -> members.listShared(account, other, includesReserved, after, limit));
    }

    private List<SharedImage> sharedTo(String account, String owner, boolean includesReserved) {
        return inPieces(
                (members, after, limit) -> members.listSharedTo(account, owner, includesReserved, after, limit));
    }

    private interface SharedList {
        List<SharedImage> list(MemberMapper members, SharedImage after, int limit);
    }

    /** All of it, which is the same behind each other in pieces of whatever length. */
    private List<SharedImage> inPieces(SharedList list) {
        List<SharedImage> whole = read(tables -> list.list(tables.members(), null, 100));
        for (int limit = 1; limit <= 2; limit++) {
            int length = limit;
            List<SharedImage> pieces = new ArrayList<>();
            List<SharedImage> piece = read(tables -> list.list(tables.members(), null, length));
            while (!piece.isEmpty()) {
                assertThat(piece).hasSizeLessThanOrEqualTo(length);
                pieces.addAll(piece);
                SharedImage last = piece.get(piece.size() - 1);
                piece = read(tables -> list.list(tables.members(), last, length));
            }
            assertThat(pieces).isEqualTo(whole);
        }
        return whole;
    }

    private static SharedImage sharedImage(int number) {
        return sharedImage(number, 0);
    }

    private static SharedImage sharedImage(int number, int secondsLater) {
        return new SharedImage(id(number), NOON.plusSeconds(secondsLater), false);
    }

    @Test
    void whatIsSharedIsListedTheNewestFirst() {
        insert(
                with(image(1), Visibility.SHARED),
                with(image(2), Visibility.SHARED).withOwner("bob").withCreatedAt(NOON.minusSeconds(1)),
                with(reserved(3), Visibility.SHARED).withCreatedAt(NOON.plusSeconds(1)),
                with(image(4), Visibility.PUBLIC),
                with(image(5), Visibility.COMMUNITY),
                with(deleted(6), Visibility.SHARED),
                with(image(7), Visibility.SHARED).withOwner("carol"),
                with(image(8), Visibility.SHARED));
        change(tables -> {
            for (int number : new int[] {1, 3, 4, 5, 6, 7}) {
                tables.writes().members().insert(id(number), Set.of("bob"), MemberStatus.ACCEPTED);
            }
            tables.writes().members().insert(id(2), Set.of("alice"), MemberStatus.ACCEPTED);
            tables.writes().members().setCanShare(id(1), "bob", true);
        });
        SharedImage first = new SharedImage(id(1), NOON, true);

        assertThat(shared("alice", "bob", true)).containsExactly(sharedImage(3, 1), first, sharedImage(2, -1));
        assertThat(shared("alice", "bob", false)).containsExactly(first, sharedImage(2, -1));
        assertThat(shared("bob", "alice", false)).containsExactly(first, sharedImage(2, -1));
        assertThat(shared("bob", "bob", false)).containsExactly(sharedImage(7), first);
        assertThat(shared("dave", "dave", true)).isEmpty();
        assertThat(sharedTo("bob", "alice", true))
                .containsExactly(sharedImage(3, 1), sharedImage(5), sharedImage(4), first);
        assertThat(sharedTo("bob", null, false)).containsExactly(sharedImage(7), sharedImage(4), first);
        assertThat(sharedTo("bob", "dave", true)).isEmpty();
    }

    @Test
    void hiddenOnesAreSharedInTheSightOfTheirOwnerAlone() {
        Image shared = with(image(1), Visibility.SHARED);
        insert(shared.withMetadata(shared.metadata().withIsHidden(true)));
        change(tables -> tables.writes().members().insert(id(1), Set.of("bob"), MemberStatus.ACCEPTED));

        assertThat(shared("alice", "bob", true)).containsExactly(sharedImage(1));
        assertThat(sharedTo("bob", "alice", true)).containsExactly(sharedImage(1));
        assertThat(shared("bob", "alice", true)).isEmpty();
        assertThat(shared("bob", "bob", true)).isEmpty();
        assertThat(sharedTo("bob", null, true)).isEmpty();
    }
}
