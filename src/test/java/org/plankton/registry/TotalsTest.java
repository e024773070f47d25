package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.plankton.registry.TestRegistry.ADMIN;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.execute;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Totals;
import org.plankton.registry.request.Totals.Day;

/** How many images everybody has, on real tables. */
class TotalsTest {
    private static final LocalDate TODAY = LocalDate.ofInstant(NOON, ZoneOffset.UTC);

    /** Of an object. */
    private static final long SIZE = 5;

    private final TestRegistry test = new TestRegistry();

    private Totals totals() {
        return test.registry().totals(ADMIN);
    }

    @Test
    void theyAreForAdministrators() {
        Fault fault = catchThrowableOfType(Fault.class, () -> test.registry().totals(ALICE));

        assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN);
    }

    @Test
    void whereThereIsNothingThereAreDays() {
        Totals totals = totals();

        assertThat(totals.images()).isZero();
        assertThat(totals.statuses()).isEmpty();
        assertThat(totals.most()).isEmpty();
        assertThat(totals.days()).hasSize(90).allMatch(day -> day.images() == 0 && day.bytes() == 0);
        assertThat(totals.days().get(0).day()).isEqualTo(TODAY.minusDays(89));
        assertThat(totals.days().get(89).day()).isEqualTo(TODAY);
    }

    @Test
    void imagesAreCountedByWhatTheyAreAndWhose() {
        test.register(ALICE, "one");
        test.registerPublic(ALICE, "two");
        test.reserve(BOB);
        test.registry().unregister(BOB, test.register(BOB, "gone").id());

        Totals totals = totals();

        assertThat(totals.images()).isEqualTo(3);
        assertThat(totals.statuses()).isEqualTo(Map.of(Status.AVAILABLE, 2L, Status.QUEUED, 1L));
        assertThat(totals.visibilities()).isEqualTo(Map.of(Visibility.PUBLIC, 1L, Visibility.PRIVATE, 2L));
        assertThat(totals.diskFormats().values()).containsExactly(3L);
        assertThat(totals.readiness()).containsKeys(Readiness.values());
        assertThat(totals.readiness().values().stream()
                        .mapToLong(count -> count)
                        .sum())
                .isEqualTo(3);
        assertThat(totals.most())
                .containsExactly(new Totals.Holding("alice", "", 2, 2 * SIZE), new Totals.Holding("bob", "", 1, 0));
    }

    /** What is registered no longer never was; and a clock may have been ahead. */
    @Test
    void ofEachDayItIsToldWhatThereWasAtItsEnd() {
        for (int days : List.of(-1, 0, 1, 1, 88, 89, 90, 400)) {
            String id =
                    test.register(ALICE, "of " + days + " " + System.nanoTime()).id();
            execute("UPDATE image SET created_at = '" + TODAY.minusDays(days) + " 23:59:59.999999' WHERE id = UNHEX('"
                    + id.replace("-", "") + "')");
        }

        List<Day> days = totals().days();

        assertThat(days)
                .filteredOn(day -> day.images() != 4)
                .containsExactly(
                        new Day(TODAY.minusDays(89), 3, 3 * SIZE),
                        new Day(TODAY.minusDays(1), 6, 6 * SIZE),
                        new Day(TODAY, 7, 7 * SIZE));
        assertThat(totals().images()).isEqualTo(8);
    }

    @Test
    void theyAreRememberedForAWhile() {
        Registry registry = test.registry();
        assertThat(registry.totals(ADMIN).images()).isZero();
        test.register(ALICE, "one");

        assertThat(registry.totals(ADMIN).images()).isZero();
        assertThat(test.at(NOON.plus(1, ChronoUnit.MINUTES)).totals(ADMIN).images())
                .isEqualTo(1);
    }
}
