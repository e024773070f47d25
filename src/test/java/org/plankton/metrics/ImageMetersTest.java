package org.plankton.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.AssessmentMapper;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ImageMapper;

/** How often images are counted; time is the test's. */
class ImageMetersTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ImageMapper images = mock(ImageMapper.class);
    private final AssessmentMapper assessments = mock(AssessmentMapper.class);
    private long now = Long.MAX_VALUE - 5; // such times have no order but by their difference
    private long takes;
    private boolean isAway;
    private int counted;
    private final ImageMeters counting = new ImageMeters(new Reading(), List.of(), meters, () -> now);

    /** One that is only read. */
    private final class Reading implements Database {
        @Override
        public <T> T snapshot(Function<Tables, T> work) {
            now += takes;
            if (isAway) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "away");
            }
            counted++;
            return work.apply(
                    new Tables(images, null, null, null, null, null, null, null, null, null, assessments, null));
        }

        @Override
        public <T> T read(Function<Tables, T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T inTransaction(String account, Function<Tables, T> work) {
            throw new UnsupportedOperationException();
        }
    }

    private void holds(ImageMapper.Tally... tallies) {
        when(images.listTallies()).thenReturn(List.of(tallies));
    }

    private static ImageMapper.Tally tally(Status status, long count) {
        return new ImageMapper.Tally(Visibility.PUBLIC, status, DiskFormat.RAW, null, count);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private double age() {
        return meters.get("plankton.images.counted.age.seconds").gauge().value();
    }

    @Test
    void theyAreCountedOnceAMinute() {
        holds(tally(Status.AVAILABLE, 3));
        counting.run();
        counting.run();
        pass(Duration.ofSeconds(59));
        counting.run();
        assertThat(counted).isEqualTo(1);
        assertThat(age()).isEqualTo(59);
        assertThat(meters.get("plankton.images").gauge().value()).isEqualTo(3);

        pass(Duration.ofSeconds(1));
        holds(tally(Status.ERROR, 1));
        counting.run();

        assertThat(counted).isEqualTo(2);
        assertThat(age()).isZero();
        assertThat(told()).containsExactlyInAnyOrder("available as_registered 0", "error as_registered 1");
    }

    /** Else nothing would tell that they cannot be counted at all. */
    @Test
    void untilTheyAreCountedTheirAgeIsThatOfTheService() {
        isAway = true;
        assertThat(age()).isZero();
        pass(Duration.ofSeconds(5));
        assertThatThrownBy(counting::run).isInstanceOf(Fault.class);

        assertThat(age()).isEqualTo(5);
    }

    /** A scrape that comes meanwhile has them too. */
    @Test
    void noSeriesIsTakenAwayWhileTheyAreCountedAgain() {
        holds(tally(Status.AVAILABLE, 3));
        counting.run();
        Gauge before = meters.get("plankton.images").gauge();
        pass(Duration.ofMinutes(1));
        holds(tally(Status.AVAILABLE, 4));

        counting.run();

        assertThat(meters.get("plankton.images").gauges()).singleElement().isSameAs(before);
        assertThat(before.value()).isEqualTo(4);
    }

    @Test
    void anAccountWithoutAPublicImageHasMadeNoneForEver() {
        when(images.listNewestPublic(Set.of("system", "nobody")))
                .thenReturn(
                        List.of(new ImageMapper.Newest("system", Instant.now().minusSeconds(3600))));
        ImageMeters listed = new ImageMeters(new Reading(), List.of("system", "nobody"), meters, () -> now);
        assertThat(newestAge("system")).isNaN();
        assertThat(newestAge("nobody")).isNaN();

        listed.run();

        assertThat(newestAge("system")).isBetween(3600.0, 4000.0);
        assertThat(newestAge("nobody")).isInfinite();
    }

    private double newestAge(String account) {
        return meters.get("plankton.newest.public.image.age.seconds")
                .tag("account", account)
                .gauge()
                .value();
    }

    private List<String> told() {
        return meters.get("plankton.images").gauges().stream()
                .map(gauge -> gauge.getId().getTag("status") + " "
                        + gauge.getId().getTag("drift") + " " + (int) gauge.value())
                .toList();
    }

    /** The rest is not told to be well: it is told that nobody has looked. */
    @Test
    void whatHasDriftedIsToldOfThoseThatWereLookedAt() {
        holds(tally(Status.AVAILABLE, 7), tally(Status.UNAVAILABLE, 10), tally(Status.ERROR, 1));
        ImageMapper.Tally gone =
                new ImageMapper.Tally(Visibility.PUBLIC, Status.UNAVAILABLE, DiskFormat.RAW, Finding.GONE, 3);
        when(images.listFound(anyInt())).thenReturn(List.of(gone, tally(Status.UNAVAILABLE, 2)));

        counting.run();

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "available as_registered 7",
                        "unavailable as_registered 7",
                        "unavailable gone 3",
                        "error as_registered 1");
        assertThat(meters.get("plankton.images.unexamined").gauge().value()).isEqualTo(6);
    }

    /** And how many have not been assessed. */
    @Test
    void theyAreCountedByHowReadyTheyAre() {
        assertThat(meters.get("plankton.images.by.readiness").gauges())
                .hasSize(4)
                .allMatch(gauge -> Double.isNaN(gauge.value()));
        holds(tally(Status.AVAILABLE, 7), tally(Status.QUEUED, 3));
        when(assessments.countReadiness())
                .thenReturn(Map.of(Readiness.READY, 4L, Readiness.CHECK, 3L, Readiness.MAY_NOT_BOOT, 1L));

        counting.run();

        assertThat(byReadiness()).containsExactlyInAnyOrder("ready 4", "check 3", "may-not-boot 1", "unknown 2");
    }

    private List<String> byReadiness() {
        return meters.get("plankton.images.by.readiness").gauges().stream()
                .map(gauge -> gauge.getId().getTag("readiness") + " " + (int) gauge.value())
                .toList();
    }

    @Test
    void whereItTakesLongTheyAreCountedLessOften() {
        takes = Duration.ofSeconds(2).toNanos();
        counting.run();
        pass(Duration.ofSeconds(99));
        counting.run();
        assertThat(counted).isEqualTo(1);

        pass(Duration.ofSeconds(1));
        counting.run();

        assertThat(counted).isEqualTo(2);
    }

    /** What was counted last is told meanwhile, and how old that is. */
    @Test
    void aDatabaseThatIsAwayIsAskedAgainTheNextTime() {
        holds(tally(Status.AVAILABLE, 3));
        counting.run();
        pass(Duration.ofMinutes(1));
        isAway = true;
        assertThatThrownBy(counting::run).isInstanceOf(Fault.class);
        pass(Duration.ofSeconds(5));
        assertThat(meters.get("plankton.images").gauge().value()).isEqualTo(3);
        assertThat(age()).isEqualTo(65);

        isAway = false;
        counting.run();

        assertThat(counted).isEqualTo(2);
        assertThat(age()).isZero();
    }

    /** So that who gives up after five seconds is not asked all the time. */
    @Test
    void whatFailsAfterLongIsLeftAloneForLonger() {
        takes = Duration.ofSeconds(5).toNanos();
        isAway = true;
        assertThatThrownBy(counting::run).isInstanceOf(Fault.class);
        isAway = false;
        pass(Duration.ofSeconds(249));
        counting.run();
        assertThat(counted).isZero();

        pass(Duration.ofSeconds(1));
        counting.run();

        assertThat(counted).isEqualTo(1);
    }
}
