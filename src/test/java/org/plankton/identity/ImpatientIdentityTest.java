package org.plankton.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.cloud.User;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.Identity;
import org.plankton.testing.MovableClock;

@Timeout(60)
class ImpatientIdentityTest {
    private static final String ALICE = User.ALICE.token();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicInteger questions = new AtomicInteger();
    private final Semaphore answers = new Semaphore(1000);
    private final AtomicLong nanos = new AtomicLong();
    private final MovableClock clock = new MovableClock(Instant.now());
    private final CachingIdentity cached = caching(Duration.ofSeconds(60));
    private ImpatientIdentity identity = new ImpatientIdentity(cached, nanos::get);

    private CachingIdentity caching(Duration time) {
        return new CachingIdentity(this::ask, time, Duration.ofSeconds(5), 50, clock, nanos::get);
    }

    private Optional<Identity.Authenticated> ask(String token) {
        questions.incrementAndGet();
        answers.acquireUninterruptibly();
        return User.withToken(token)
                .map(user ->
                        new Identity.Authenticated(user.account(), Instant.now().plusSeconds(3600)));
    }

    @AfterEach
    void close() {
        answers.release(1000);
        identity.close();
    }

    private void assertUnknown(String token) {
        assertThatThrownBy(() -> identity.authenticate(token))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void asksOnceForATokenThatIsNew() {
        for (int i = 0; i < 100; i++) {
            assertThat(identity.authenticate(ALICE))
                    .map(Identity.Authenticated::account)
                    .hasValue(User.ALICE.account());
        }

        assertThat(questions).hasValue(1);
    }

    @Test
    void ofManyNewTokensOneIsAskedAboutInASecond() {
        assertThat(identity.authenticate("junk 0")).isEmpty();
        for (int i = 1; i < 500; i++) {
            assertUnknown("junk " + i);
        }
        assertThat(questions).hasValue(1);

        pass(SECOND);

        assertThat(identity.authenticate(ALICE)).isPresent();
        assertUnknown("junk 501");
        assertThat(questions).hasValue(2);
    }

    /** Whoever else's request has had it asked about. */
    @Test
    void whatIsRememberedIsToldWhateverElseIsAsked() {
        cached.authenticate(ALICE);
        cached.authenticate("junk");
        answers.drainPermits();
        assertUnknown("frozen");

        assertThat(identity.authenticate(ALICE)).isPresent();
        assertThat(identity.authenticate("junk")).isEmpty();
    }

    @Test
    void waitsASecondAndForOneQuestionAtATime() {
        answers.drainPermits();
        long begun = System.nanoTime();

        assertUnknown(ALICE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(SECOND, SECOND.multipliedBy(5));
        pass(SECOND);
        assertUnknown(User.BOB.token());

        assertThat(questions).hasValue(1);
    }

    @Test
    void whatIsAnsweredTooLateIsRemembered() {
        answers.drainPermits();
        assertUnknown(ALICE);
        answers.release();

        CompletableFuture<Void> known = CompletableFuture.runAsync(() -> {
            while (cached.known(ALICE) == null) {
                Thread.onSpinWait();
            }
        });

        assertThat(known).succeedsWithin(Duration.ofSeconds(30));
        assertThat(identity.authenticate(ALICE)).isPresent();
    }

    @Test
    void isToldWhatIsNotToBeRemembered() {
        identity = new ImpatientIdentity(caching(Duration.ZERO), nanos::get);

        assertThat(identity.authenticate(ALICE)).isPresent();
        pass(SECOND);
        assertThat(identity.authenticate(ALICE)).isPresent();
        assertThat(questions).hasValue(2);
    }

    @Test
    void nobodyIsAskedOnceItIsClosed() {
        identity.close();

        assertUnknown(ALICE);
        assertThat(questions).hasValue(0);
    }
}
