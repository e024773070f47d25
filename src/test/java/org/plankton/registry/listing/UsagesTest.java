package org.plankton.registry.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.ImageMapper;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Source;
import org.plankton.registry.request.Usage;
import org.plankton.registry.request.View;
import org.plankton.registry.rules.Access;
import org.plankton.testing.Together;

/** What takes long to be counted is not counted for each who asks; time is the test's, and the database slow in it. */
class UsagesTest {
    private static final Caller ADMIN = new Caller("admin", "admin-token", View.WHOLE, Source.NONE);
    private static final Caller ALICE = new Caller("alice", "alice-token", View.WHOLE, Source.NONE);

    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private volatile Duration pace = Duration.ZERO;
    private volatile boolean givesUp;
    private volatile int owned = 1;
    private final AtomicInteger statements = new AtomicInteger();
    private final ImageMapper images = mock(ImageMapper.class);
    private final Usages usages = new Usages(
            new Reading(new Database.Tables(images, null, null, null, null, null, null, null, null, null, null, null)),
            new Access(Set.of("admin"), true),
            clock());

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    UsagesTest() {
        when(images.countAllOwned(any(), any())).thenAnswer(asked -> count());
        when(images.listMostOwned(any(), anyInt()))
                .thenAnswer(asked -> List.of(new ImageMapper.Owned("alice", count())));
    }

    private int count() {
        statements.incrementAndGet();
        now = now.plus(pace);
        if (givesUp) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "too slow");
        }
        return owned;
    }

    private record Reading(Tables tables) implements Database {
        @Override
        public <T> T read(Function<Tables, T> work) {
            return work.apply(tables);
        }

        @Override
        public <T> T snapshot(Function<Tables, T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T inTransaction(String account, Function<Tables, T> work) {
            throw new UnsupportedOperationException();
        }
    }

    /** How many statements it takes. */
    private int statements(Runnable work) {
        int before = statements.get();
        work.run();
        return statements.get() - before;
    }

    private int own() {
        return usages.usage(ALICE, "alice").get(0).count();
    }

    private Fault fails(Runnable work) {
        return catchThrowableOfType(Fault.class, work::run);
    }

    @Test
    void whoHasFewIsToldWhatTheyHaveNow() {
        assertThat(own()).isEqualTo(1);
        owned = 2;
        assertThat(own()).isEqualTo(2);
    }

    @Test
    void whoHasManyIsCountedOnceInTenSeconds() {
        owned = 10_000;
        assertThat(own()).isEqualTo(10_000);
        owned = 10_001;

        assertThat(statements(() -> assertThat(own()).isEqualTo(10_000))).isZero();
        assertThat(usages.usage(ADMIN, "alice").get(0).count()).isEqualTo(10_000);
        assertThat(usages.usage(ADMIN, "bob").get(0).count()).isEqualTo(10_001);
        now = now.plusSeconds(10);
        assertThat(own()).isEqualTo(10_001);
    }

    @Test
    void noMoreThanATenthOfTheTimeIsSpentOnIt() {
        owned = 1_000_000;
        pace = Duration.ofSeconds(1); // three are counted
        own();
        now = now.plusSeconds(29);

        assertThat(statements(this::own)).isZero();
        now = now.plusSeconds(1);
        assertThat(statements(this::own)).isEqualTo(3);
    }

    @Test
    void whatTheDatabaseHasGivenUpIsNotBegunAgainByTheNextWhoAsks() {
        givesUp = true;
        pace = Duration.ofSeconds(5);
        for (Runnable work : List.<Runnable>of(this::own, () -> usages.listUsage(ADMIN, Quota.IMAGES, 10))) {
            assertThat(fails(work).kind()).isEqualTo(Fault.Kind.UNAVAILABLE);

            now = now.plusSeconds(49);
            assertThat(statements(() -> assertThat(fails(work)).hasMessage("too slow")))
                    .isZero();
            now = now.plusSeconds(1);
            assertThat(statements(() -> fails(work))).isEqualTo(1);
        }
    }

    @Test
    void eachQuotaIsCountedByItself() {
        givesUp = true;
        pace = Duration.ofSeconds(5);
        fails(() -> usages.listUsage(ADMIN, Quota.IMAGES, 10));
        givesUp = false;

        assertThat(usages.listUsage(ADMIN, Quota.QUEUED, 10)).containsExactly(new Usage(Quota.QUEUED, "alice", 1));
    }

    /** It was not counting that took too long. */
    @Test
    void aDatabaseThatWasAwayIsAskedAgain() {
        givesUp = true;
        pace = Duration.ofSeconds(2);
        fails(this::own);
        givesUp = false;

        assertThat(own()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackKeepsNothing() {
        owned = 20_000;
        own();
        now = now.minusSeconds(3600);

        assertThat(statements(this::own)).isEqualTo(3);
    }

    @Test
    @Timeout(60)
    void ofManyWhoAskAtOnceOneCounts() throws Exception {
        owned = 10_000;

        assertThat(Together.run(8, number -> own())).containsOnly(10_000);

        assertThat(statements).hasValue(3);
        List<Usage> most = new ArrayList<>();
        Together.run(8, number -> usages.listUsage(ADMIN, Quota.IMAGES, 10)).forEach(most::addAll);
        assertThat(most).containsOnly(new Usage(Quota.IMAGES, "alice", 10_000));
        assertThat(statements).hasValue(4);
    }
}
